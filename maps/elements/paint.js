// Drawing with a canvas: paths culled to the view, thinned to half a pixel, hatching.

class Brush {
  // `view` has k (pixels a world pixel), x, y (the world pixel at the canvas's corner), w, h.
  constructor(ctx, model, view, colours) {
    Object.assign(this, { ctx, model, view, colours });
    const pad = 30 / view.k;
    this.box = [view.x - pad, view.y - pad, view.x + view.w / view.k + pad, view.y + view.h / view.k + pad];
  }

  at(x, y) {
    return [(x - this.view.x) * this.view.k, (y - this.view.y) * this.view.k];
  }

  sees([x1, y1, x2, y2]) {
    const box = this.box;
    return x1 <= box[2] && x2 >= box[0] && y1 <= box[3] && y2 >= box[1];
  }

  // Continue the current path along an arc; whole arcs out of view become their two ends.
  walk(n, start) {
    const { xy, box } = this.model.arcs[n < 0 ? ~n : n];
    const last = xy.length - 2;
    const step = this.sees(box) ? 2 : last || 2;
    const { ctx } = this;
    const { k, x, y } = this.view;
    let [px, py] = [NaN, NaN];
    for (let i = 0; i <= last; i += step) {
      const j = n < 0 ? last - i : i;
      const [qx, qy] = [(xy[j] - x) * k, (xy[j + 1] - y) * k];
      if (i === 0) {
        if (start) ctx.moveTo(qx, qy);
        [px, py] = [qx, qy];
      } else if (i === last || Math.abs(qx - px) + Math.abs(qy - py) > 0.7) {
        ctx.lineTo(qx, qy);
        [px, py] = [qx, qy];
      }
    }
  }

  polygons(list) {
    this.ctx.beginPath();
    for (const s of list) {
      for (const ring of this.model.shapes[s].flat()) {
        ring.forEach((n, i) => this.walk(n, i === 0));
        this.ctx.closePath();
      }
    }
  }

  fill(list, style, alpha = 1) {
    this.polygons(list);
    this.ctx.globalAlpha = alpha;
    this.ctx.fillStyle = style;
    this.ctx.fill("evenodd");
    this.ctx.globalAlpha = 1;
  }

  // Stroke arcs in order; edges out of view are stepped over.
  stroke(arcs, style, { joined = false } = {}) {
    const { ctx } = this;
    ctx.beginPath();
    arcs.forEach((n, i) => this.edges(n, joined && i > 0));
    Object.assign(ctx, { strokeStyle: style.colour, lineWidth: style.width, globalAlpha: style.alpha ?? 1 });
    ctx.lineJoin = "round";
    ctx.lineCap = style.dash?.length ? "butt" : "round";
    ctx.setLineDash(style.dash ?? []);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  edges(n, joined) {
    const { xy, box } = this.model.arcs[n < 0 ? ~n : n];
    if (!this.sees(box)) return;
    const last = xy.length - 2;
    const at = (i) => (n < 0 ? last - i : i);
    let pen = joined;
    let [ax, ay] = [xy[at(0)], xy[at(0) + 1]];
    for (let i = 2; i <= last; i += 2) {
      const j = at(i);
      const near = Math.abs(xy[j] - ax) + Math.abs(xy[j + 1] - ay) < 0.7 / this.view.k;
      if (near && i < last) continue;
      pen = this.edge(ax, ay, xy[j], xy[j + 1], pen);
      [ax, ay] = [xy[j], xy[j + 1]];
    }
  }

  edge(ax, ay, bx, by, pen) {
    const [x1, y1, x2, y2] = this.box;
    if (Math.max(ax, bx) < x1 || Math.min(ax, bx) > x2 || Math.max(ay, by) < y1 || Math.min(ay, by) > y2) return false;
    if (!pen) this.ctx.moveTo(...this.at(ax, ay));
    this.ctx.lineTo(...this.at(bx, by));
    return true;
  }

  hatch(colour, { gap = 7, width = 1.1, lean = 1, alpha = 0.75 } = {}) {
    const tile = document.createElement("canvas");
    const ratio = this.view.ratio;
    tile.width = tile.height = gap * ratio;
    const pen = tile.getContext("2d");
    pen.scale(ratio, ratio);
    Object.assign(pen, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha });
    for (const shift of [-gap, 0, gap]) {
      pen.moveTo(shift, lean > 0 ? gap : 0);
      pen.lineTo(shift + gap, lean > 0 ? 0 : gap);
    }
    pen.stroke();
    const pattern = this.ctx.createPattern(tile, "repeat");
    const { k, x, y } = this.view;
    const move = (v) => -((v * k) % gap);
    pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, move(x), move(y)]));
    return pattern;
  }

  disc(x, y, radius, fill, edge, width = 1) {
    const { ctx } = this;
    ctx.beginPath();
    ctx.arc(...this.at(x, y), radius, 0, 2 * Math.PI);
    if (fill) Object.assign(ctx, { fillStyle: fill }).fill();
    if (edge) Object.assign(ctx, { strokeStyle: edge, lineWidth: width }).stroke();
  }
}
