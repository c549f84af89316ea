// What lies over the map while it is edited: handles, the path that is tried, ground that would pass.

const Hands = L.Layer.extend({
  initialize(app) {
    this.app = app;
  },
  onAdd(map) {
    this._canvas = el("canvas", { class: "hands", "aria-hidden": "true" });
    map.getContainer().append(this._canvas);
    map.on("move zoom resize viewreset moveend zoomend", this.redraw, this);
    this.redraw();
  },
  onRemove(map) {
    map.off("move zoom resize viewreset moveend zoomend", this.redraw, this);
    this._canvas.remove();
  },
  redraw() {
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => this._map && this._paint());
  },
  _paint() {
    const { app, _canvas: canvas, _map: map } = this;
    const size = map.getSize();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.x, size.y);
    if (!app.lines) return;
    paintGains(app, ctx);
    paintStretch(app, ctx);
    paintTrial(app, ctx);
    if (app.depth) paintDepth(app, ctx);
    if (app.mode === "shape" && !app.trying) paintHandles(app, ctx);
    canvas.dataset.painted = String(Math.round(performance.now()));
  },
});

function wayOf(app, ctx, places) {
  places.forEach(([lon, lat], i) => {
    const { x, y } = app.map.latLngToContainerPoint([lat, lon]);
    if (i) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
  });
}

function paintGains(app, ctx) {
  for (const { to, shape } of [...(app.kept ?? []), ...app.gains]) {
    ctx.beginPath();
    for (const ring of shape) {
      wayOf(app, ctx, ring);
      ctx.closePath();
    }
    Object.assign(ctx, { fillStyle: app.colours().strong[to], globalAlpha: 0.45 });
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
  }
}

function paintStretch(app, ctx) {
  const { accent, halo } = app.colours();
  const drawn = (places, colour, width, dash = []) => {
    ctx.beginPath();
    wayOf(app, ctx, places);
    Object.assign(ctx, { strokeStyle: colour, lineWidth: width, lineJoin: "round", lineCap: "round" }).setLineDash(dash);
    ctx.stroke();
    ctx.setLineDash([]);
  };
  for (const { lines = [], colour } of app.beside?.values() ?? []) {
    for (const places of lines) drawn(places, colour, 2.5, [7, 5]);
  }
  for (const line of app.lines.filter(({ fresh }) => fresh)) {
    drawn(line.coords, halo, 6);
    drawn(line.coords, accent, 3.5);
  }
  for (const line of app.lines.filter(({ locked }) => locked)) {
    drawn(line.coords, halo, 9);
    drawn(line.coords, app.colours().ink, 5);
    drawn(line.coords, halo, 2, [1, 6]);
  }
  if (!["stretch", "depth"].includes(app.mode) || !app.stretch) return;
  const own = stretchPlaces(app);
  if (own) drawn(own, accent, 7);
}

function paintTrial(app, ctx) {
  const path = app.trying ?? app.sketch;
  if (!path) return;
  const { accent, halo } = app.colours();
  for (const [colour, width] of [[halo, 6], [accent, 3]]) {
    ctx.beginPath();
    wayOf(app, ctx, path);
    Object.assign(ctx, { strokeStyle: colour, lineWidth: width, lineJoin: "round" }).stroke();
  }
}

// How far the hand is from the line, with the figure beside it.
function paintDepth(app, ctx) {
  const { accent, halo } = app.colours();
  ctx.beginPath();
  wayOf(app, ctx, [app.depth.from, app.depth.to]);
  Object.assign(ctx, { strokeStyle: accent, lineWidth: 3 }).stroke();
  const { x, y } = app.map.latLngToContainerPoint([app.depth.to[1], app.depth.to[0]]);
  Object.assign(ctx, { font: "600 15px system-ui, sans-serif", strokeStyle: halo, fillStyle: accent, lineWidth: 4, lineJoin: "round" });
  ctx.strokeText(app.depth.said, x + 12, y - 8);
  ctx.fillText(app.depth.said, x + 12, y - 8);
}

function paintHandles(app, ctx) {
  const { paper, ink, accent } = app.colours();
  const size = app.map.getSize();
  for (const { line, vertex, x, y } of handlesOf(app)) {
    if (x < -10 || y < -10 || x > size.x + 10 || y > size.y + 10) continue;
    const chosen = app.chosen && app.chosen.line === line && app.chosen.vertex === vertex;
    ctx.beginPath();
    ctx.arc(x, y, chosen ? 7 : 5.5, 0, 2 * Math.PI);
    Object.assign(ctx, { fillStyle: chosen ? accent : paper, strokeStyle: ink, lineWidth: 2 });
    ctx.fill();
    ctx.stroke();
  }
}
