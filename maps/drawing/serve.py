"""The server of the editor: where it listens, and how it ends."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn

from ceaseline.geo.errors import InputError
from ceaseline.maps.drawing.app import app
from ceaseline.maps.drawing.guard import Gate
from ceaseline.maps.drawing.hub import Hub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from ceaseline.maps.drawing.work import Work

__all__ = ["Listening", "Server", "Where", "listen", "server"]

_LOOPBACK: Final = {"127.0.0.1": "127.0.0.1", "::1": "::1", "localhost": "127.0.0.1"}
"""The names of this machine that nobody else can reach, and the address of each."""
_EVERY_ADDRESS: Final = ("", "0.0.0.0", "::", "*")  # noqa: S104 - refused
_MOST_BYTES: Final = 1 << 20
"""Of a message of a page."""
_MOST_CONNECTIONS: Final = 64
_ENDING_S: Final = 2
"""How long tabs are waited for at the end."""


@dataclass(frozen=True)
class Where:
    """Where the editor is to be reached.

    Attributes
    ----------
    host : str
        The address or name that a browser is given.
    port : int
        0 for a free one.
    certificate, key : Path, optional
        Of TLS, which any host but this machine needs.
    insecure : bool
        Whether another host goes without TLS.

    Raises
    ------
    InputError
        If others could reach it and read along, or one of the two files is missing.

    Examples
    --------
    >>> Where("192.168.1.5")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: Others can reach 192.168.1.5; give --certificate FILE and...
    """

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None
    insecure: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be, or is not safe."""
        if not 0 <= self.port <= 65535:
            raise InputError(f"There is no port {self.port}; give 1 to 65535, or 0 for a free one.")
        if self.host in _EVERY_ADDRESS:
            raise InputError(
                f"The host {self.host!r} stands for every address of this machine; give the one "
                "that the browser is to open."
            )
        if (self.certificate is None) != (self.key is None):
            raise InputError("TLS needs two files; give both --certificate and --key.")
        if not (self.host in _LOOPBACK or self.tls or self.insecure):
            raise InputError(
                f"Others can reach {self.host}; give --certificate FILE and --key FILE, so that "
                "nobody on the way reads or changes what you draw, or --insecure-host to take that "
                "risk. Without --host only this machine reaches it."
            )

    @property
    def tls(self) -> bool:
        """Whether what is said is encrypted."""
        return self.certificate is not None

    @property
    def exposed(self) -> bool:
        """Whether somebody on the way could read and change it."""
        return self.host not in _LOOPBACK and not self.tls


@dataclass(frozen=True)
class Listening:
    """A socket that listens, and what a request to it must show.

    Attributes
    ----------
    socket : socket
    gate : Gate
    """

    socket: socket.socket
    gate: Gate


def listen(where: Where) -> Listening:
    """Take the port; requests wait until the server runs.

    Raises
    ------
    InputError
        If it cannot be had.
    """
    address = _LOOPBACK.get(where.host, where.host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        taken = socket.create_server((address, where.port), family=family)
    except OSError as fault:
        raise InputError(_unavailable(where, fault)) from None
    port = taken.getsockname()[1]
    return Listening(taken, Gate(where.host, port, "https" if where.tls else "http"))


def _unavailable(where: Where, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {where.port} of {where.host} is taken by another program; give another --port, "
            "or none for a free one."
        )
    if fault.errno == errno.EACCES:
        return f"Port {where.port} may not be used; give a --port above 1023, or none."
    return f"{where.host} is no address of this machine ({fault.strerror}); give another --host."


class Server(uvicorn.Server):
    """A server that ends at a signal without raising it again.

    Attributes
    ----------
    signal : int, optional
        The signal that ended it.
    """

    signal: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as called
        """Begin the end; at the second signal, without waiting for tabs."""
        if self.should_exit:
            self.force_exit = True
        self.signal = sig
        self.should_exit = True


def server(work: Work, listening: Listening, where: Where, opened: Callable[[], None]) -> Server:
    """Return the server; ``run(sockets=[listening.socket])`` serves until it is ended.

    Parameters
    ----------
    work : Work
        Only the server's threads may use its desk while it runs.
    listening : Listening
    where : Where
    opened : callable
        Called when requests are answered.

    Raises
    ------
    InputError
        If the certificate or the key cannot be used.
    """
    config = uvicorn.Config(
        app(Hub(work), listening.gate, opened),
        loop="asyncio",
        http="h11",
        ws="websockets-sansio",
        lifespan="on",
        ws_max_size=_MOST_BYTES,
        ws_per_message_deflate=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_ENDING_S,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        access_log=False,
        log_config=None,
        log_level="critical",
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
    )
    try:
        config.load()
    except OSError as fault:
        raise InputError(
            f"The certificate {where.certificate} with the key {where.key} cannot be used "
            f"({fault.strerror or fault}); give both as PEM files that belong together."
        ) from None
    return Server(config)
