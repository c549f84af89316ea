// Elements made without markup: text from data only ever becomes a text node.

function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

const $ = (id) => document.getElementById(id);

// Only these schemes leave the page.
function safeLink(address, text) {
  return /^(https?:\/\/|mailto:)/i.test(address)
    ? el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text)
    : document.createTextNode(text);
}

function announce(text) {
  $("live").textContent = text;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
