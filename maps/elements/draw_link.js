// The wire to the engine: one message in the air for what is tried, all others in order.

// The wire of a page that is served: a socket that is opened again when it breaks.
function socketWire({ opened, heard, closed }) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  let socket = null;
  let wait = 500;
  const connect = () => {
    socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.addEventListener("open", () => {
      wait = 500;
      opened();
    });
    socket.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      closed();
      if (event.code === 1008) return;
      setTimeout(connect, wait);
      wait = Math.min(8000, wait * 2);
    });
  };
  connect();
  return (text) => socket.send(text);
}

// The wire of a page in a notebook's frame: the page around it passes on what is said.
function frameWire({ opened, heard }) {
  window.addEventListener("message", (event) => event.source === window.parent && heard(JSON.parse(event.data)));
  setTimeout(opened);
  return (text) => window.parent.postMessage(text, "*");
}

function makeLink(app) {
  const link = { open: false, on: {}, number: 0 };
  const waiting = new Map();
  const opened = () => {
    link.open = true;
    link.on.opened();
    if (app.model.framed) link.send({ op: "state" });
  };
  const closed = () => {
    link.open = false;
    link.trying = null;
    waiting.clear();
    link.on.closed();
  };
  const heard = (message) => {
    const answer = waiting.get(message.n);
    if (link.trying?.n === message.n) {
      link.trying = null;
      next();
    }
    if (answer && ["done", "fault", "shared", "trial", "kept", "handed"].includes(message.op)) {
      waiting.delete(message.n);
      answer(message);
    }
    link.on[message.op]?.(message);
  };
  link.send = (message, answer) => {
    if (!link.open) return 0;
    const n = ++link.number;
    if (answer) waiting.set(n, answer);
    wire(JSON.stringify({ ...message, n }));
    return n;
  };
  // Only the newest try waits while one is answered.
  link.attempt = (message, answer) => {
    link.wanted = { message, answer, since: performance.now() };
    if (!link.trying) next();
  };
  const next = () => {
    const { wanted } = link;
    link.wanted = null;
    if (!wanted || !link.open) return;
    const n = link.send(wanted.message, (message) => wanted.answer?.(message, wanted.since));
    link.trying = { n };
  };
  link.forget = () => (link.wanted = null);
  const wire = (app.model.framed ? frameWire : socketWire)({ opened, heard, closed });
  app.link = link;
  return link;
}
