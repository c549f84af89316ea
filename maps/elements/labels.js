// Names that keep clear of one another: the greater place first, four positions tried.

class Labels {
  constructor(brush) {
    this.brush = brush;
    this.taken = [];
  }

  // Free of others; a name whose dot is in sight must itself be in sight, the rest on the canvas.
  free(box, dot) {
    const { w, h, margin, marginX } = this.brush.view;
    const [left, top, right, bottom] = [marginX, margin, w - marginX, h - margin];
    const seen = dot && dot[0] >= left && dot[1] >= top && dot[0] <= right && dot[1] <= bottom;
    if (seen && (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom)) return false;
    if (box[2] < 0 || box[3] < 0 || box[0] > w || box[1] > h) return false;
    return this.taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
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
    const [cx, cy] = this.brush.at(x, y);
    const box = [cx - wide / 2 - 4, cy - style.text, cx + wide / 2 + 4, cy + style.text];
    if (!this.free(box)) return false;
    this.take(box);
    this.put(text, cx - wide / 2, cy + style.text / 3, style);
    return true;
  }
}
