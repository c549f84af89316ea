"""Who may speak to the program: one host, one origin, one secret; and what every answer says.

The program listens on this machine alone, but every page that a browser has open can send it
requests, and so can every other person on the machine. So a request must name the host that the
program was opened as (a name that another site lets point here is refused), must not come from
another site, and must bear the cookie that only the address that was printed leads to.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from ceaseline.maps.assets import integrity

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ENTRY", "ENTRY_POLICY", "NO_COOKIE", "Gate", "Guard", "deny", "same"]

NO_COOKIE: Final = (
    "This page belongs to a running `ceaseline draw`; open the address that the command printed."
)
_OPEN: Final = ("/", "/enter")
"""What is answered without the cookie; there is no data in it."""
_USUAL: Final = {"http": 80, "https": 443}
"""The ports that a browser leaves out of an address."""

_SCRIPT: Final = """
const say = (words) => { document.querySelector("p").textContent = words; };
const enter = async (token) => {
  if (!token) return location.replace("/map");
  const body = JSON.stringify({ token });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/enter", { method: "POST", headers, body });
  return answer.ok ? location.replace("/map") : say(await answer.text());
};
enter(location.hash.slice(1)).catch(() => say("The program that printed this address has ended."));
"""
ENTRY: Final = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>ceaseline draw</title>
<link rel="icon" href="data:,"></head>
<body><p>The editor opens.</p><noscript>The editor needs JavaScript.</noscript>
<script>{_SCRIPT}</script></body></html>
"""
"""The page that the printed address opens: it hands in the token, and goes to the map."""

_CLOSED: Final = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
ENTRY_POLICY: Final = (
    f"default-src 'none'; script-src {integrity(_SCRIPT)}; connect-src 'self'; img-src data:; "
    f"{_CLOSED}"
)
_HEADERS: Final = {
    "Content-Security-Policy": f"default-src 'none'; {_CLOSED}",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise."""


def same(given: str, held: str) -> bool:
    """Return whether two secrets are the same, in a time that does not tell how far they are.

    Examples
    --------
    >>> same("ключ", "ключ"), same("", "key")
    (True, False)
    """
    return secrets.compare_digest(given.encode("utf-8", "replace"), held.encode())


@dataclass(frozen=True)
class Gate:
    """What a request must show.

    Attributes
    ----------
    host : str
        The name or address that the program is opened as.
    port : int
    scheme : str
        ``http`` or ``https``.
    token : str
        In the address that is printed: whoever has it gets the cookie. New with every run.
    secret : str
        The cookie's value; new with every run.
    once : list of str
        The token that the browser is started with, until it was handed in: others on the machine
        may see with what a program was started.

    Examples
    --------
    >>> gate = Gate("127.0.0.1", 8000, token="t", secret="s")
    >>> gate.address, gate.cookie, sorted(gate.hosts)
    ('http://127.0.0.1:8000/#t', 'ceaseline-8000', ['127.0.0.1:8000'])
    >>> Gate("Desk.local", 8000, token="t", secret="s").origins
    frozenset({'http://desk.local:8000'})
    >>> sorted(Gate("::1", 80, token="t", secret="s").hosts)
    ['[::1]', '[::1]:80']
    """

    host: str
    port: int
    scheme: str = "http"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    once: list[str] = field(default_factory=lambda: [secrets.token_urlsafe(32)], repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """What a request's header Host may say.

        A browser writes it in lower case, and leaves out its scheme's own port.
        """
        name = (f"[{self.host}]" if ":" in self.host else self.host).lower()
        usual = _USUAL[self.scheme] == self.port
        return frozenset({f"{name}:{self.port}", *((name,) if usual else ())})

    @property
    def origins(self) -> frozenset[str]:
        """What its header Origin may say."""
        return frozenset(f"{self.scheme}://{host}" for host in self.hosts)

    @property
    def cookie(self) -> str:
        """Name of the cookie; a browser keeps those of all ports of a host together."""
        return f"ceaseline-{self.port}"

    @property
    def address(self) -> str:
        """The address to be opened, as often as one likes."""
        return f"{self.scheme}://{max(self.hosts, key=len)}/#{self.token}"

    @property
    def address_once(self) -> str:
        """The address that opens once."""
        return f"{self.address.partition('#')[0]}#{self.once[0]}"

    def admits(self, token: str) -> bool:
        """Whether a token gives the cookie."""
        if self.once and same(token, self.once[0]):
            self.once.pop()
            return True
        return same(token, self.token)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the sentence with which a request is refused; None if it is not."""
        headers = Headers(scope=scope)
        if (fault := self._of_elsewhere(scope, headers)) is not None:
            return fault
        if scope["path"] in _OPEN and scope["type"] == "http":
            return None
        given = HTTPConnection(scope).cookies.get(self.cookie, "")
        return None if same(given, self.secret) else (403, NO_COOKIE)

    def _of_elsewhere(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Refuse what names another host, or comes from another site."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return 421, "This program answers under the address that it printed, and no other name."
        changing = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if (changing or origins) and (len(origins) != 1 or origins[0] not in self.origins):
            return 403, "The request comes from another site, which may not use this program."
        if any(one not in ("same-origin", "none") for one in headers.getlist("sec-fetch-site")):
            return 403, "The request was sent by another site, which may not use this program."
        return None


class Guard:
    """Lets through what the gate does, and puts the headers of the house on every answer.

    Parameters
    ----------
    app : ASGI application
    gate : Gate
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app = app
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headed = _headed(send)
        fault = self.gate.refusal(scope)
        if fault is None:
            await self.app(scope, receive, headed)
            return
        status, sentence = fault
        if scope["type"] == "http":
            await PlainTextResponse(sentence, status)(scope, receive, headed)
        else:
            await deny(headed, status, sentence)


async def deny(send: Send, status: int, sentence: str) -> None:
    """Refuse a WebSocket; the server itself says how long the sentence is.

    Parameters
    ----------
    send : callable
        Of the socket's ASGI connection.
    status : int
    sentence : str
    """
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": sentence.encode()})


def _headed(send: Send) -> Send:
    """Return a sender that adds the headers of the house."""

    async def sender(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sender
