"""The only room with a door to the network: download a catalogued dataset into the cache.

The decision whether to download is pooch's (is it there, has it the right hash); the transfer is
ours: bounded in size and time, resumed where it broke off, over HTTPS alone.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pooch
import requests
import urllib3

from ceaseline.geo.errors import DataError, InputError, NetworkError
from ceaseline.geo.files import write_atomic
from ceaseline.geo.sources import source

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceaseline.geo.downloads import Download
    from ceaseline.geo.sources import Source

    Progress = Callable[[int, int], None]

__all__ = ["Limits", "cache_folder", "fetch", "permission"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BLOCK = 2**16
_REDIRECTS = 5


@dataclass(frozen=True)
class Limits:
    """How long a transfer may take.

    Attributes
    ----------
    connect_s, read_s : float
        Seconds to wait for a connection, and for the next bytes.
    total_s : float
        Seconds for the whole.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 900.0


def cache_folder() -> Path:
    """Return the folder that downloads are kept in, by the custom of the system."""
    return Path(pooch.os_cache("ceaseline"))


def permission(found: Source) -> str:
    """Return, for a person, what a source's licence is and what it allows here.

    Parameters
    ----------
    found : Source

    Examples
    --------
    >>> print(permission(source("deepstate")))
    DeepStateMap, daily control polygons, DeepState.
    Licence: No open licence; terms of the publisher.
    You may use it; maps and exports that contain it are refused without --i-have-rights.
    Attribution, kept in every output: DeepState, deepstatemap.live.
    """
    address = f" ({found.licence_url})" if found.licence_url else ""
    allowed = (
        "You may use it and pass it on under that licence."
        if found.redistributable
        else "You may use it; maps and exports that contain it are refused without --i-have-rights."
    )
    return (
        f"{found.title}, {found.publisher}.\nLicence: {found.licence}{address}.\n{allowed}\n"
        f"Attribution, kept in every output: {found.attribution}"
    )


def fetch(
    wanted: Download,
    *,
    offline: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Path:
    """Return a dataset's file, downloaded if it is not in the cache yet.

    Parameters
    ----------
    wanted : Download
        From :func:`ceaseline.geo.downloads.download`.
    offline : bool
        Whether the network may not be touched.
    folder : Path, optional
        The cache; :func:`cache_folder` if not given.
    progress : callable, optional
        Called with the bytes received and the bytes expected (0 if unknown).
    limits : Limits, optional

    Returns
    -------
    Path
        The file; beside it ``FILE.source.json`` with its source, licence, address and hash.

    Raises
    ------
    NetworkError
        If it is not in the cache and may not be, or cannot be, downloaded.
    DataError
        If what came, or what is in the cache, is not the file of the catalogue.
    """
    cache = folder if folder is not None else cache_folder()
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The cache {cache} cannot be made: {error.strerror}.") from error
    pooch.get_logger().setLevel(logging.ERROR)
    store = pooch.create(
        path=cache,
        base_url="",
        registry={wanted.filename: (wanted.sha256 and f"sha256:{wanted.sha256}") or None},
        urls={wanted.filename: wanted.url},
    )
    target = cache / wanted.filename
    if offline and not _good(target, wanted):
        raise NetworkError(
            f"{wanted.name} is not in the cache {cache} and the network is switched off; fetch it "
            "once without --offline."
        )
    transfer = _Transfer(wanted, cache, progress, limits or Limits())
    try:
        store.fetch(wanted.filename, downloader=transfer)
    except ValueError as error:
        transfer.forget()
        raise DataError(
            f"{wanted.url} is not the file of the catalogue: its SHA-256 differs. The publisher "
            "has changed it, or the transfer was tampered with; nothing was kept."
        ) from error
    except OSError as error:
        raise NetworkError(
            f"{wanted.name} cannot be written to {cache}: {error.strerror or error}."
        ) from error
    _record(target, wanted)
    return target


def _good(target: Path, wanted: Download) -> bool:
    if not target.is_file():
        return False
    return not wanted.sha256 or _sha256(target) == wanted.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _record(target: Path, wanted: Download) -> None:
    facts = {"download": asdict(wanted), "source": asdict(source(wanted.source))}
    facts["sha256"] = _sha256(target)  # type: ignore[assignment]
    beside = target.with_name(f"{target.name}.source.json")
    write_atomic(beside, json.dumps(facts, ensure_ascii=False, indent=1), overwrite=True)


@dataclass
class _Transfer:
    """One download, as pooch calls it: what has come stays in ``FILE.part`` until all has."""

    wanted: Download
    cache: Path
    progress: Progress | None
    limits: Limits
    began: float = field(default_factory=time.monotonic)

    @property
    def part(self) -> Path:
        return self.cache / f"{self.wanted.filename}.part"

    @property
    def tag(self) -> Path:
        return self.cache / f"{self.wanted.filename}.part.tag"

    def forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.tag.unlink(missing_ok=True)

    def __call__(self, url: str, output_file: str | Path, pooch: Any) -> None:  # noqa: ARG002
        try:
            with requests.Session() as session:
                self._receive(session, url)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise NetworkError(
                f"{self._host(url)} does not answer; try again: what has come is kept."
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise NetworkError(
                f"{self.wanted.name} cannot be downloaded from {self._host(url)} "
                f"({type(error).__name__}); check the network and try again: what has come is kept."
            ) from error
        self.part.replace(output_file)
        self.forget()

    def _receive(self, session: requests.Session, url: str) -> None:
        have, tag = self._so_far()
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
            if tag:
                headers["If-Range"] = tag
        with self._answer(session, url, headers) as answer:
            if answer.status_code == requests.codes.requested_range_not_satisfiable:
                self.forget()
                raise NetworkError(f"{self._host(url)} cannot go on from there; try again.")
            if answer.status_code not in (requests.codes.ok, requests.codes.partial_content):
                raise NetworkError(
                    f"{self._host(url)} answers {answer.status_code} for {self.wanted.name}; the "
                    "publisher may have moved it, or has none of that date."
                )
            resumed = have if answer.status_code == requests.codes.partial_content else 0
            self._keep(answer, resumed)

    def _so_far(self) -> tuple[int, str]:
        """Return how much has come before, and its version; nothing where that cannot be told."""
        if not self.part.is_file():
            return 0, ""
        tag = self.tag.read_text(encoding="utf-8") if self.tag.is_file() else ""
        known = bool(tag or self.wanted.sha256)
        return (self.part.stat().st_size if known else 0), tag

    def _answer(
        self, session: requests.Session, url: str, headers: dict[str, str]
    ) -> requests.Response:
        for _ in range(_REDIRECTS):
            self._check(url)
            wait = (self.limits.connect_s, self.limits.read_s)
            answer = session.get(
                url, headers=headers, stream=True, timeout=wait, allow_redirects=False
            )
            if not answer.is_redirect:
                return answer
            url = urljoin(url, answer.headers["Location"])
            answer.close()
        raise NetworkError(f"{self._host(self.wanted.url)} redirects more than {_REDIRECTS} times.")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        here, ours = (urlsplit(u).hostname in _LOOPBACK for u in (url, self.wanted.url))
        if (here and ours) or (parts.scheme == "https" and not here):
            return
        wrong = "this machine, not its publisher" if here else "not HTTPS"
        raise NetworkError(
            f"{self.wanted.name} would come from {parts.scheme}://{parts.hostname}, which is "
            f"{wrong}; it is not fetched."
        )

    def _keep(self, answer: requests.Response, resumed: int) -> None:
        expected = resumed + int(answer.headers.get("Content-Length") or 0)
        self._bounded(expected)
        tag = answer.headers.get("ETag", "")
        self.tag.write_text("" if tag.startswith("W/") else tag, encoding="utf-8")
        done = resumed
        with self.part.open("ab" if resumed else "wb") as stream:
            while block := answer.raw.read1(_BLOCK):  # what is there: no waiting for a whole block
                done += len(block)
                self._bounded(done)
                stream.write(block)
                if self.progress is not None:
                    self.progress(done, expected)
                if time.monotonic() - self.began > self.limits.total_s:
                    raise NetworkError(
                        f"{self.wanted.name} took longer than {self.limits.total_s:.0f} s; try "
                        "again: what has come is kept."
                    )
        if done < expected:
            raise NetworkError(
                f"{self.wanted.name} broke off after {done:,} of {expected:,} bytes; try again: "
                "what has come is kept."
            )

    def _bounded(self, size: int) -> None:
        if size > self.wanted.most_bytes:
            self.forget()
            raise NetworkError(
                f"{self.wanted.name} is larger than the {self.wanted.most_bytes / 2**20:.1f} MiB "
                "that the catalogue allows; nothing was kept."
            )

    @staticmethod
    def _host(url: str) -> str:
        return urlsplit(url).hostname or url
