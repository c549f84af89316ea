// One canvas over the whole view, redrawn after each move, carried along while moving.

const Sheet = L.Renderer.extend({
  options: { padding: 0.12, pane: "overlayPane" },

  initialize(model, sceneOf, options) {
    L.Renderer.prototype.initialize.call(this, options);
    Object.assign(this, { model, sceneOf });
  },

  _initContainer() {
    this._container = el("canvas", { class: "sheet", "aria-hidden": "true" });
    this._ctx = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._frame);
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = this.ratio ?? Math.min(3, window.devicePixelRatio || 1);
    const [w, h] = [size.x * ratio, size.y * ratio];
    if (this._container.width !== w || this._container.height !== h) {
      Object.assign(this._container, { width: w, height: h });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._draw(size, ratio);
  },

  // In flight the canvas is carried along, and drawn anew before it blurs.
  _onZoom() {
    if (!this._map._animatingZoom && Math.abs(this._map.getZoom() - this._zoom) > 0.4) this._update();
    else L.Renderer.prototype._onZoom.call(this);
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._onMove };
  },

  // Under the hand the canvas is carried along, and drawn anew before its edge comes into sight.
  _onMove() {
    if (this._map._animatingZoom || this._map.getZoom() !== this._zoom || !this._bounds) return;
    const size = this._map.getSize();
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const spare = this.options.padding / 4;
    const left = corner.subtract(this._bounds.min);
    const right = this._bounds.max.subtract(corner.add(size));
    if (Math.min(left.x, right.x) < size.x * spare || Math.min(left.y, right.y) < size.y * spare) this.redraw();
  },

  redraw() {
    if (!this._map) return;
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => this._map && this._update());
  },

  // How a world pixel falls on the canvas.
  view(size, ratio) {
    const corner = this._bounds.min.add(this._map.getPixelOrigin());
    const k = this._map.getZoomScale(this._map.getZoom(), 0);
    const margin = size.y * (0.12 / 1.24);
    return { k, x: corner.x / k, y: corner.y / k, w: size.x, h: size.y, ratio, margin, bar: narrow() ? 50 : 0, marginX: size.x * (0.12 / 1.24), covers: this.covers(size) };
  },

  // Where furniture lies over the canvas, which on paper it does not; names keep clear of it.
  covers(size) {
    if (this.ratio) return [];
    const { left, top } = this._map.getContainer().getBoundingClientRect();
    const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    const whole = [0, 0, size.x, size.y];
    return [...document.querySelectorAll(".toolbar, #legend, #scale, .north, .credit")]
      .map((node) => node.getBoundingClientRect())
      .map((r) => [r.left - left + corner.x, r.top - top + corner.y, r.right - left + corner.x, r.bottom - top + corner.y])
      .filter((box) => box[2] > box[0] && !apart(box, whole));
  },

  _draw(size, ratio) {
    const scene = { model: this.model, zoom: this._map.getZoom(), ...this.sceneOf() };
    this._ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const view = this.view(size, ratio);
    const brush = new Brush(this._ctx, this.model, view, scene.colours);
    if (scene.tiles) this._ctx.clearRect(0, 0, size.x, size.y);
    else GROUND.land(brush, scene);
    for (const name of ["territories", "drained", "water", "oblasts"]) if (scene.on(name)) GROUND[name](brush, scene);
    if (scene.on("oblasts")) GROUND.border(brush, scene);
    // Seen from afar, as on a phone, settlements would hide the line.
    const above = scene.zoom < 6 ? ["zone_settlements", "line"] : ["line", "zone_settlements"];
    for (const name of ["corridor", "zone", "pieces", "drained", ...above]) if (scene.on(name)) OVERLAY[name](brush, scene);
    for (const layer of scene.model.overlays) if (scene.on(layer.id)) drawDeclared(brush, scene, layer);
    if (scene.on("graticule")) GROUND.graticule(brush, scene);
    if (scene.on("towns")) OVERLAY.towns(brush, scene);
    this._container.dataset.drawn = String(Math.round(performance.now()));
  },
});
