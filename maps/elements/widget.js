// The editor in a notebook: its page in a frame without rights, which speaks with the kernel through us.

function render({ model, el }) {
  const view = crypto.randomUUID();
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-modals");
  frame.title = "ceaseline draw";
  frame.srcdoc = model.get("page");
  frame.style.cssText = `display: block; width: 100%; height: ${model.get("height")}px; border: 0`;
  const heard = (event) => {
    if (event.source === frame.contentWindow && typeof event.data === "string") model.send({ text: event.data, view });
  };
  const told = (message) => {
    if (!message.view || message.view === view) frame.contentWindow?.postMessage(message.text, "*");
  };
  window.addEventListener("message", heard);
  model.on("msg:custom", told);
  el.append(frame);
  return () => {
    window.removeEventListener("message", heard);
    model.off("msg:custom", told);
  };
}

export default { render };
