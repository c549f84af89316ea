"""The routes of the editor: its entry, its page, its socket, and the files it hands out."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from ceaseline.geo.errors import CeaselineError
from ceaseline.maps.drawing.guard import ENTRY, ENTRY_POLICY, NO_COOKIE, Guard, deny
from ceaseline.maps.drawing.hub import MOST_TABS
from ceaseline.maps.drawing.messages import told
from ceaseline.maps.drawing.pace import Pace, Verdict
from ceaseline.maps.drawing.work import EXPORTS, unexpected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.websockets import WebSocket

    from ceaseline.maps.drawing.guard import Gate
    from ceaseline.maps.drawing.hub import Hub, Tab

__all__ = ["app"]

_MOST_BYTES: Final = 4096
"""Of what is handed in at the entry."""
_STUCK_S: Final = 10.0
"""A tab that takes nothing for so long has its socket closed."""
_CLOSING_S: Final = 1.0
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_FLOODED: Final = (1008, "too many messages")
_STUCK: Final = (1013, "nothing was read for too long")


def app(hub: Hub, gate: Gate, opened: Callable[[], None] = lambda: None) -> Guard:
    """Return the application, guarded.

    Parameters
    ----------
    hub : Hub
    gate : Gate
    opened : callable
        Called when requests are answered.
    """

    @contextlib.asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(_logged)
        async with hub.running():
            opened()
            yield

    made = Starlette(
        routes=[
            Route("/", _entry),
            Route("/enter", _enter, methods=["POST"]),
            Route("/map", _map),
            Route("/export/{what}", _export),
            WebSocketRoute("/live", _live),
        ],
        exception_handlers={Exception: _failed},
        lifespan=life,
    )
    made.state.hub, made.state.gate = hub, gate
    return Guard(made, gate)  # outermost, so that its headers are on faults too


def _logged(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log in one line what no task took care of."""
    error = context.get("exception") or RuntimeError(context.get("message", "unknown"))
    unexpected(error, "serving")


def _failed(request: Request, error: Exception) -> Response:
    return PlainTextResponse(unexpected(error, request.url.path[:100]), 500)


async def _entry(_request: Request) -> Response:
    return HTMLResponse(ENTRY, headers={"Content-Security-Policy": ENTRY_POLICY})


async def _enter(request: Request) -> Response:
    """Give the cookie for the token."""
    gate: Gate = request.app.state.gate
    token = _token(await _body(request))
    if not gate.admits(token):
        raise HTTPException(403, NO_COOKIE)
    answer = Response(status_code=204)
    answer.set_cookie(
        gate.cookie,
        gate.secret,
        path="/",
        secure=gate.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


async def _body(request: Request) -> bytes:
    """Return what was handed in, read no further than may be."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415, "Hand the token in as application/json.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, f"What was handed in has more than {_MOST_BYTES:,} bytes.")
    return body


def _token(body: bytes) -> str:
    try:
        token = json.loads(body)["token"]
    except (ValueError, RecursionError, KeyError, TypeError):
        token = None
    if not isinstance(token, str):
        raise HTTPException(400, 'Hand the token in as {"token": "..."}.')
    return token


async def _map(request: Request) -> Response:
    hub: Hub = request.app.state.hub
    page = await hub.engine(hub.work.page)
    found = _POLICY.search(page)
    if found is None:
        raise RuntimeError("the page says nothing of what it may load")
    policy = f"{html.unescape(found[1])}; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


async def _export(request: Request) -> Response:
    """Hand out a file; its name in the request only chooses among those there are."""
    hub: Hub = request.app.state.hub
    what = request.path_params["what"]
    if what not in EXPORTS:
        raise HTTPException(404, f"There is no such file; there are {', '.join(EXPORTS)}.")
    try:
        made = await hub.engine(hub.work.export, what, request.query_params.getlist("of")[:3])
    except CeaselineError as fault:
        raise HTTPException(409, str(fault)) from None
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.kind, headers=named)


async def _live(socket: WebSocket) -> None:
    """Speak with a tab until one of both ends it."""
    hub: Hub = socket.app.state.hub
    tab = hub.join()
    if tab is None:
        words = f"{MOST_TABS} tabs edit this placement already; close one of them."
        await deny(socket.send, 503, words)
        return
    try:
        await socket.accept()
        await _spoken(socket, hub, tab)
    except Exception as error:  # noqa: BLE001 - the end of one tab is nobody else's
        unexpected(error, "a tab")
    finally:
        hub.leave(tab)


async def _spoken(socket: WebSocket, hub: Hub, tab: Tab) -> None:
    tasks = [asyncio.create_task(_hear(socket, hub, tab)), asyncio.create_task(_tell(socket, tab))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ends = [task.result() for task in done]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for code, reason in filter(None, ends):
        with contextlib.suppress(Exception):  # it has gone, or takes nothing
            await asyncio.wait_for(socket.close(code, reason), _CLOSING_S)


async def _hear(socket: WebSocket, hub: Hub, tab: Tab) -> tuple[int, str] | None:
    """Take what a tab says; return the code to close it with, None if it has gone."""
    pace = Pace()
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        text = message.get("text") or ""
        verdict = pace.verdict(text)
        if verdict is Verdict.flood:
            return _FLOODED
        if verdict is Verdict.heard:
            hub.hear(tab, text)
        elif verdict is Verdict.refused:
            words = "Messages come too fast; what is beyond 200 a second is not done."
            tab.box.put(told("fault", n=None, text=words), "pace")
        await asyncio.sleep(0)  # a queue that is never empty would keep all others waiting
    return None


async def _tell(socket: WebSocket, tab: Tab) -> tuple[int, str] | None:
    """Tell a tab what is in its box; return the code to close it with when it takes nothing."""
    while True:
        text = await tab.box.next()
        try:
            await asyncio.wait_for(socket.send_text(text), _STUCK_S)
        except TimeoutError:
            return _STUCK
        except Exception:  # noqa: BLE001 - each server says in its own way that the tab has gone
            return None
