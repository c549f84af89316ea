// Several placements: a slider over their dates, or a list where they have none.

function buildTimeline(app) {
  const { model, store } = app;
  const slider = $("timeline");
  const list = $("alternatives");
  const days = [...document.querySelectorAll("[data-go]")];
  const show = () => {
    const { plan } = store.state;
    if (slider) {
      slider.value = String(plan);
      slider.setAttribute("aria-valuetext", model.plans[plan].date_text || model.plans[plan].title);
      $("timeline-value").textContent = model.plans[plan].date_text;
    }
    if (list) list.value = String(plan);
    for (const part of document.querySelectorAll("[data-plan]")) part.hidden = Number(part.dataset.plan) !== plan;
    for (const day of days) day.setAttribute("aria-pressed", String(Number(day.dataset.go) === plan));
  };
  const stop = slider ? buildPlay(app, $("play")) : null;
  for (const day of days) pressed(day, () => (stop?.(), store.set({ plan: Number(day.dataset.go) })));
  slider?.addEventListener("input", () => store.set({ plan: Number(slider.value) }));
  list?.addEventListener("change", () => store.set({ plan: Number(list.value) }));
  store.on((state, changed) => {
    if (!changed.includes("plan")) return;
    show();
    announce(model.plans[state.plan].title);
    if (!$("card").hidden) refreshCard(app);
  });
  show();
}

// From date to date, to the newest; from there anew. A hand on the slider stops it.
const STEP_MS = 1200;

function buildPlay({ model, store }, button) {
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.setAttribute("aria-pressed", "false");
  };
  const step = () => {
    const { plan } = store.state;
    if (plan + 1 >= model.plans.length) return stop();
    store.set({ plan: plan + 1 });
    if (plan + 2 >= model.plans.length) stop();
  };
  button.addEventListener("click", () => {
    if (timer !== null) return stop();
    if (store.state.plan + 1 >= model.plans.length) store.set({ plan: 0 });
    else step();
    if (store.state.plan + 1 < model.plans.length) timer = setInterval(step, STEP_MS);
    button.setAttribute("aria-pressed", String(timer !== null));
  });
  $("timeline").addEventListener("pointerdown", stop);
  $("timeline").addEventListener("keydown", stop);
  return stop;
}

// A part of a drawing that is a button, by hand and by keys.
function pressed(part, act) {
  part.addEventListener("click", act);
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
}

function refreshCard(app) {
  const place = app.selected();
  if (place) showCard(app, settlementFacts(app, place));
  else if (app.area) showCard(app, areaFacts(app, app.area));
  else if (app.spot) showCard(app, pointFacts(app, app.spot));
}
