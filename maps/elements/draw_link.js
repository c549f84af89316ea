// The wire to the engine: one message in the air for what is tried, all others in order.

function makeLink(app) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const link = { open: false, on: {}, number: 0 };
  let socket = null;
  let wait = 500;
  const waiting = new Map();

  const connect = () => {
    socket = new WebSocket(`${scheme}://${location.host}/live`);
    socket.addEventListener("open", () => {
      wait = 500;
      link.open = true;
      link.on.opened();
    });
    socket.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      link.open = false;
      link.trying = null;
      waiting.clear();
      link.on.closed(event);
      if (event.code === 1008) return;
      setTimeout(connect, wait);
      wait = Math.min(8000, wait * 2);
    });
  };
  const heard = (message) => {
    const answer = waiting.get(message.n);
    if (link.trying?.n === message.n) {
      link.trying = null;
      next();
    }
    if (answer && ["done", "fault", "shared", "trial", "kept"].includes(message.op)) {
      waiting.delete(message.n);
      answer(message);
    }
    link.on[message.op]?.(message);
  };
  link.send = (message, answer) => {
    if (!link.open) return 0;
    const n = ++link.number;
    if (answer) waiting.set(n, answer);
    socket.send(JSON.stringify({ ...message, n }));
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
  connect();
  app.link = link;
  return link;
}
