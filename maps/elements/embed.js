// In a frame of another page: the map with a caption and a small legend, and no panel. The wheel and
// one finger scroll the page around it until the map is asked for: with Ctrl, a click or a tap.

function buildEmbed(app) {
  if (!app.embed) return;
  const { body } = document;
  body.classList.add("embed", "panel-closed");
  $("panel-toggle").setAttribute("aria-expanded", "false");
  $("caption").hidden = false;
  const choice = document.querySelector(".choice");
  if (choice) $("caption").append(choice);
  $("whole-page").href = `${location.href.split("#")[0]}#embed=0`;
}

// What the caption says beside the title: the placement in view, where no slider says it.
function captionOf(app) {
  if (!app.embed || $("timeline")) return;
  const show = () => {
    const { title, date_text } = app.plan();
    $("caption-plan").textContent = [title, title.includes(date_text) ? "" : date_text].filter(Boolean).join(", ");
  };
  app.store.on((state, changed) => changed.includes("plan") && show());
  show();
}

function yieldWheel(app) {
  if (!app.embed) return;
  for (const map of app.maps()) yieldOne(app, map);
}

function yieldOne({ text }, map) {
  const node = map.getContainer();
  const coarse = matchMedia("(pointer: coarse)").matches;
  const take = (on) => {
    map.scrollWheelZoom[on ? "enable" : "disable"]();
    if (coarse) map.dragging[on ? "enable" : "disable"]();
  };
  take(false);
  map.on("click", () => take(true));
  node.addEventListener("mouseleave", () => take(false));
  document.addEventListener("pointerdown", (event) => !node.contains(event.target) && take(false));
  node.addEventListener("wheel", (event) => {
    if (map.scrollWheelZoom.enabled()) return;
    if (!event.ctrlKey && !event.metaKey) return toast(text.wheel_hint);
    event.preventDefault();
    const step = Math.max(-0.5, Math.min(0.5, -event.deltaY / 120));
    map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + step, { animate: false });
  }, { passive: false });
}

// A word that goes away by itself.
let toasted = 0;
function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toasted);
  toasted = setTimeout(() => ($("toast").hidden = true), 2500);
}

// Copy the address of the present view; where that is not allowed, show it to be copied by hand.
async function copyLink({ text, store, map }) {
  const link = location.href.split("#")[0] + writeHash(store.state, map);
  try {
    await navigator.clipboard.writeText(link);
    toast(text.link_copied);
  } catch {
    const field = el("input", { value: link, readOnly: true, "aria-label": text.share });
    $("toast").replaceChildren(`${text.link_by_hand} `, field);
    $("toast").hidden = false;
    clearTimeout(toasted);
    field.select();
    field.addEventListener("blur", () => ($("toast").hidden = true));
    if (document.execCommand("copy")) toast(text.link_copied);
  }
}
