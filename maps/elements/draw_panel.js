// The panel beside the map: what the line comes to, what it costs, and what can be done with it.

function figureRows(app, now, start) {
  const { format } = app;
  const km = (metres) => `${format.number(metres / 1000, 1)} ${app.text.km}`;
  const both = (pair) => pair[0] + pair[1];
  return [
    ...lineRows(app, now, start),
    [app.words.zone_length, km, now.zone_m, start.zone_m],
    [app.words.zone_area, format.km2, both(now.zone_m2), both(start.zone_m2)],
    [app.words.zone_settlements, format.number, both(now.zone_settlements), both(start.zone_settlements)],
    [app.words.zone_people, format.number, both(now.zone_people), both(start.zone_people)],
  ];
}

function showFigures(app, figures, trying) {
  $("draw-figures").replaceChildren(...figureRows(app, figures, app.start).map((row) => figureRow(app, row, trying)));
  $("draw-verdicts").replaceChildren(...figures.verdicts.filter(({ met }) => met !== null).map(({ text, verdict, met }) => el("li", {},
    el("p", {}, `${text} `, el("strong", { class: met ? "good" : "bad" }, verdict)))));
  showCost(app, figures);
  if (app.beside.size) showBesides(app, figures);
}

function showCost(app, { crossings, zone_in: came, zone_out: left }) {
  const { party_names: names } = app.plan();
  const lists = [
    [app.words.crossings, crossings, ({ to }) => `→ ${names[to]}`],
    [app.words.zone_in, came, () => ""],
    [app.words.zone_out, left, () => ""],
  ].filter(([, list]) => list.rows.length);
  const heading = (name, list) => `${name}: ${app.format.number(list.settlements)} (${app.format.number(list.people)} ${app.text.people_unit})`;
  const row = ({ id, people, to }, suffix) => {
    const place = app.placeById.get(id);
    if (!place) return null;
    return el("li", {}, el("button", { type: "button", class: "link", onclick: () => selectPlace(app, place) }, place.name), el("span", {}, `${app.format.number(people)} ${suffix({ to })}`));
  };
  $("draw-cost").replaceChildren(...(lists.length ? lists.flatMap(([name, list, suffix]) => [
    el("h3", {}, heading(name, list)), el("ul", {}, ...list.rows.map((one) => row(one, suffix))),
  ]) : [el("p", { class: "small" }, app.words.no_cost)]));
}

function showState(app, state) {
  $("draw-file").textContent = state.file;
  $("draw-state").textContent = state.unsaved ? app.words.unsaved : app.words.saved;
  $("draw-state").classList.toggle("bad", false);
  $("draw-changed").hidden = !state.changed_on_disk;
  const able = { undo: state.can_undo, redo: state.can_redo, save: state.unsaved };
  for (const [name, on] of Object.entries(able)) document.querySelector(`[data-do="${name}"]`).disabled = !on;
  $("draw-history").replaceChildren(...state.history.map((words) => el("li", {}, words)));
  if (app.wanted && state.checkpoints.includes(app.wanted)) {
    const name = app.wanted;
    app.wanted = null;
    besides(app, name, true);
  }
  askBesides(app);
  showMarks(app);
  showFigures(app, state.figures, false);
}

function buildPanel(app) {
  const { words } = app;
  const names = app.plan().party_names;
  for (const id of ["draw-to", "draw-party"]) $(id).replaceChildren(...app.plan().parties.map((party, side) => el("option", { value: party }, names[side])));
  for (const id of ["draw-left-name", "draw-depth-0-name"]) $(id).textContent = names[0];
  for (const id of ["draw-right-name", "draw-depth-1-name"]) $(id).textContent = names[1];
  const asked = {
    undo: () => app.link.send({ op: "undo" }, app.answered),
    redo: () => app.link.send({ op: "redo" }, app.answered),
    save: () => app.link.send({ op: "save" }, app.answered),
    merge: () => app.link.send({ op: "merge" }, app.answered),
    reload: () => app.link.send({ op: "reload" }, app.answered),
    save_copy: () => {
      const name = window.prompt(words.copy_name, `${$("draw-file").textContent.replace(/\.geojson$/, "")}-copy`);
      if (name) app.link.send({ op: "save_copy", name }, app.answered);
    },
    share: () => app.link.send({ op: "share" }, (message) => {
      if (message.op === "fault") return say(app, message.text);
      $("draw-text").hidden = false;
      $("draw-text").value = message.text;
      $("draw-text").select();
      return navigator.clipboard?.writeText(message.text).catch(() => {});
    }),
  };
  app.ask = (name) => asked[name]();
  if (app.model.framed) handOut(app);
  for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => app.ask(button.dataset.do));
  $("draw-mark").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = $("draw-mark-name").value.trim();
    app.wanted = name.split(/\s+/).join(" ");
    if (name) app.link.send({ op: "checkpoint", name }, app.answered);
    $("draw-mark-name").value = "";
  });
  buildStretch(app);
  buildDepths(app);
  buildBesides(app);
}

// In a frame no address leads to the files: they are asked for on the wire.
function handOut(app) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="/export/"]');
    if (!link) return;
    event.preventDefault();
    const [what, query] = link.getAttribute("href").replace("/export/", "").split("?");
    app.link.send({ op: "hand_out", what, of: new URLSearchParams(query ?? "").getAll("of") }, (message) => {
      if (message.op === "fault") return say(app, message.text);
      return offer(message.name, message.kind, Uint8Array.from(atob(message.content), (c) => c.charCodeAt(0)));
    });
  });
}

// What can be done with the chosen stretch; its ends may be typed, too.
function buildStretch(app) {
  const typed = () => {
    const [from, to] = [Number($("draw-from").value), Number($("draw-until").value)];
    app.stretch = to > from ? { from, to } : null;
    app.hands.redraw();
  };
  for (const id of ["draw-from", "draw-until"]) $(id).addEventListener("input", typed);
  $("draw-stretch").addEventListener("submit", (event) => event.preventDefault());
  const words = {
    lock: () => ({}),
    unlock: () => ({}),
    smooth: () => ({ detail_m: 1000 }),
    follow: () => ({ feature: $("draw-follow").value }),
    replace: () => ({ other: $("draw-other").value }),
    move: () => ({ km: Number($("draw-km").value), toward: $("draw-party").value }),
    depth: () => ({ km: [Number($("draw-left").value), Number($("draw-right").value)] }),
  };
  for (const button of document.querySelectorAll("[data-stretch]")) {
    button.addEventListener("click", () => {
      if (!app.stretch) return say(app, app.words.no_stretch);
      const verb = button.dataset.stretch;
      return makeEdit(app, verb, { ...words[verb](), between: [app.stretch.from.toFixed(3), app.stretch.to.toFixed(3)] });
    });
  }
}

// The zone's depth on either side: tried while the slider moves, made when it is let go.
function buildDepths(app) {
  const sliders = [0, 1].map((side) => $(`draw-depth-${side}`));
  let km = [0, 0];
  const told = () => sliders.forEach((_, side) => ($(`draw-depth-${side}-value`).textContent = `${app.format.number(km[side], 1)} ${app.text.km}`));
  app.setDepths = (now) => {
    km = [...now];
    sliders.forEach((slider, side) => (slider.value = String(km[side])));
    told();
  };
  sliders.forEach((slider, side) => {
    slider.addEventListener("input", () => {
      km[side] = Number(slider.value);
      told();
      tryOut(app, { op: "try_depth", km });
    });
    slider.addEventListener("change", () => makeEdit(app, "depth", { km }));
  });
}
