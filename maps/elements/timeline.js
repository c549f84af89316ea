// Several placements: a slider over their dates, or a list where they have none.

function buildTimeline(app) {
  const { model, store } = app;
  const slider = $("timeline");
  const list = $("alternatives");
  const show = () => {
    const { plan } = store.state;
    if (slider) {
      slider.value = String(plan);
      slider.setAttribute("aria-valuetext", model.plans[plan].date_text || model.plans[plan].title);
      $("timeline-value").textContent = model.plans[plan].date_text;
    }
    if (list) list.value = String(plan);
    for (const part of document.querySelectorAll("[data-plan]")) part.hidden = Number(part.dataset.plan) !== plan;
  };
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

function refreshCard(app) {
  const place = app.selected();
  if (place) showCard(app, settlementFacts(app, place));
  else if (app.area) showCard(app, areaFacts(app, app.area));
  else if (app.spot) showCard(app, pointFacts(app, app.spot));
}
