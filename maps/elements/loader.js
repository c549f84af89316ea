// The page's own script lies packed in the page; the policy names its hash as it names this one's.
(async () => {
const bytes = Uint8Array.from(atob(document.getElementById("packed").textContent), (c) => c.charCodeAt(0));
const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
document.head.append(Object.assign(document.createElement("script"), { textContent: await new Response(inflated).text() }));
})().catch((fault) => {
const place = document.getElementById("failure");
place.hidden = false;
place.append(` ${fault?.message ?? fault}`);
throw fault;
});
