// Names that keep clear of one another: the greater place first, four positions tried.

// Boxes: left, top, right, bottom.
const holds = (b, a) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
const apart = (a, b) => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];

class Labels {
  constructor(brush) {
    this.brush = brush;
    this.taken = [...brush.view.covers];
  }

  // Free of others; a name whose dot is in sight must itself be in sight, the rest on the canvas.
  free(box, dot = null, inSight = false) {
    const { w, h, margin, marginX } = this.brush.view;
    const sight = [marginX, margin, w - marginX, h - margin];
    if ((inSight || (dot && holds(sight, [...dot, ...dot]))) && !holds(sight, box)) return false;
    return !apart(box, [0, 0, w, h]) && this.taken.every((other) => apart(box, other));
  }

  take(box) {
    this.taken.push(box);
  }

  takeDot(x, y, radius) {
    const [u, v] = this.brush.at(x, y);
    this.take([u - radius, v - radius, u + radius, v + radius]);
  }

  put(text, x, y, style) {
    const { ctx, colours } = this.brush;
    Object.assign(ctx, { lineWidth: 3, lineJoin: "round", strokeStyle: colours.halo, fillStyle: style.colour });
    ctx.globalAlpha = 0.85;
    ctx.strokeText(text, x, y);
    ctx.globalAlpha = 1;
    ctx.fillText(text, x, y);
  }

  font(style) {
    const weight = style.bold ? "600 " : "";
    this.brush.ctx.font = `${style.italic ? "italic " : ""}${weight}${style.text}px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif`;
    this.brush.ctx.letterSpacing = `${style.spaced ?? 0}px`;
  }

  // The four places beside a dot: right, left, above, below.
  beside([x, y], wide, tall, gap) {
    return [
      [x + gap, y - tall / 2], [x - gap - wide, y - tall / 2],
      [x - wide / 2, y - gap - tall], [x - wide / 2, y + gap],
    ];
  }

  point(text, x, y, style) {
    this.font(style);
    const wide = this.brush.ctx.measureText(text).width;
    const tall = style.text;
    const dot = this.brush.at(x, y);
    for (const [left, top] of this.beside(dot, wide, tall, style.dot + 4)) {
      const box = [left - 2, top - 2, left + wide + 2, top + tall + 2];
      if (!this.free(box, dot)) continue;
      this.take(box);
      this.put(text, left, top + tall * 0.82, style);
      return true;
    }
    return false;
  }

  middle(text, x, y, style) {
    this.font(style);
    const wide = this.brush.ctx.measureText(text).width;
    const [cx, top] = this.brush.at(x, y);
    const cy = top + (style.shift ?? 0);
    const box = [cx - wide / 2 - 4, cy - style.text, cx + wide / 2 + 4, cy + style.text];
    if (!this.free(box, null, style.inSight)) return false;
    this.take(box);
    this.put(text, cx - wide / 2, cy + style.text / 3, style);
    return true;
  }
}
