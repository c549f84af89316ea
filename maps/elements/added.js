// Layers that somebody added with folium: it asks jQuery for one thing, the element in a text.
const $ = (html) => {
  const held = document.createElement("template");
  held.innerHTML = html.trim();
  return held.content.childNodes;
};
delete L.Icon.Default.prototype._getIconUrl;
L.Icon.Default.mergeOptions({ iconUrl: "%(icon)s", iconRetinaUrl: "%(icon)s", shadowUrl: "%(shadow)s" });
