"""JSON texts, one or a sequence of them, and true words for what is wrong with one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, size
from ceaseline.geo.readers.wrong import conflict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["texts"]

_RECORD: Final = "\x1e"
_SPACE: Final = re.compile(r"[\s\x1e\ufeff]*")
_BROKEN_OFF: Final = re.compile(r"[-+.\w]{0,8}\Z")


def texts(path: Path, limits: Limits = LIMITS) -> tuple[list[Any], list[tuple[int, str]]]:
    r"""Return the JSON values of a file: one, or each of a sequence.

    A sequence has one text a line (GeoJSONL, ndjson), or each after a record separator (RFC 8142).

    Parameters
    ----------
    path : Path
        In UTF-8, -16 or -32.
    limits : Limits
        How large it may be.

    Returns
    -------
    found : list
        The values.
    faults : list of (int, str)
        Line and reason of each text of a sequence that is no JSON.

    Raises
    ------
    InputError
        If it is no text or no JSON; the message says what stands where.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.geojsonl")
    ...     _ = path.write_text('{"a": 1}\n{"a": \n{"a": 3}\n')
    ...     texts(path)
    ([{'a': 1}, {'a': 3}], [(2, 'it ends before it is complete')])
    """
    size(path, limits.text)
    text = _decoded(path)
    decoder = json.JSONDecoder()
    start = _after_space(text, 0)
    first, end = _value(path, text, start, decoder)
    rest = _after_space(text, end)
    if rest == len(text):
        return [first], []
    if text[rest] not in "{[" or not isinstance(first, dict):
        raise InputError(
            f"{path.name} is not JSON: after the end of the text{_at(text, rest)} comes "
            f"{text[rest : rest + 20]!r}; remove what follows the last brace."
        )
    try:
        return _run(path, text, start, decoder), []
    except InputError:
        found, faults = _sequence(text, decoder)
        if len(found) < 2:
            raise
    return found, faults


def _sequence(text: str, decoder: json.JSONDecoder) -> tuple[list[Any], list[tuple[int, str]]]:
    """Return the objects of a sequence some of whose texts are broken, and what is wrong there."""
    found: list[Any] = []
    faults: list[tuple[int, str]] = []
    for line, piece in _pieces(text):
        try:
            value, stop = decoder.raw_decode(piece)
        except RecursionError:
            faults.append((line, "it is nested too deeply"))
        except ValueError as error:
            faults.append((line, _reason(piece, getattr(error, "pos", len(piece)))))
        else:
            rest = piece[stop:].strip()
            if rest:
                faults.append((line, f"after its end comes {rest[:20]!r}"))
            elif not isinstance(value, dict):
                faults.append((line, f"it is {value!r:.40} and no object"))
            else:
                found.append(value)
    return found, faults


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each record of a sequence."""
    line = 1
    mark = _RECORD if _RECORD in text else "\n"
    for piece in text.split(mark):
        bare = piece.strip("\ufeff \t\r\n\x1e")
        if bare:
            yield line + piece[: piece.index(bare[0])].count("\n"), bare
        line += piece.count("\n") + (mark == "\n")


def _run(path: Path, text: str, start: int, decoder: json.JSONDecoder) -> list[Any]:
    found = []
    while start < len(text):
        value, end = _value(path, text, start, decoder)
        found.append(value)
        start = _after_space(text, end)
    return found


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name} is not {error.encoding} text at byte {error.start:,}; save it as UTF-8."
        ) from error


def _value(path: Path, text: str, start: int, decoder: json.JSONDecoder) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, start)
    except RecursionError as error:
        raise InputError(f"{path.name} is nested too deeply to be GeoJSON.") from error
    except json.JSONDecodeError as error:
        conflict(path, text)
        raise InputError(
            f"{path.name} is not JSON: {_reason(text, error.pos)}{_at(text, error.pos)}."
        ) from error
    except ValueError as error:
        raise InputError(
            f"{path.name} is not JSON that can be used: it holds a whole number of thousands of "
            "digits."
        ) from error


def _at(text: str, pos: int) -> str:
    line = text.count("\n", 0, pos) + 1
    return f" in line {line:,}, column {pos - text.rfind(chr(10), 0, pos):,}"


def _reason(text: str, pos: int) -> str:
    """Return what stands where a JSON text stops being one, in our own words."""
    rest, before = text[pos:].strip("\x1e \t\r\n"), text[:pos].rstrip()[-1:]
    if _ends_early(text, pos, rest):
        return "it ends before it is complete" + (
            "" if "\n" not in text and len(text) < 16 else " (it may be truncated)"
        )
    after = rest[1:].lstrip()[:1]
    told = (
        (rest[:1] in ("}", "]") and before == ",", f"a comma stands before the closing {rest[:1]}"),
        (rest[:1] == "," and after in ("}", "]"), f"a comma stands before the closing {after}"),
        (rest[:2] in ("//", "/*") or rest[:1] == "#", "a comment, which JSON has not, stands"),
        (rest[:1] == "'", "single quotes stand where JSON has double ones"),
        ("\\" in (rest[:1], text[pos - 1 : pos]), "a backslash stands where JSON has none"),
        (rest[:1] in tuple("“”„«»‘’"), "typographic quotes stand where JSON has straight ones"),
        (re.match(r"[A-Za-z_$][\w$]*\s*:", rest), "a name stands there without quotes"),
        (text[pos : pos + 1] in ("\t", "\r", "\n"), "a line break or a tab stands inside a text"),
        (text[pos : pos + 1] < " ", "a control character stands there"),
    )  # fmt: skip
    otherwise = f"{rest[:12]!r} stands where a comma, a bracket or a value is expected"
    return next((said for is_so, said in told if is_so), otherwise)


def _ends_early(text: str, pos: int, rest: str) -> bool:
    if not rest:
        return True
    if text[pos] == '"' and not re.search(r'(?<!\\)(?:\\\\)*"', text[pos + 1 :]):
        return True  # a text that is never closed
    return bool(_BROKEN_OFF.match(rest)) and len(rest) <= 8
