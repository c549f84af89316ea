"""Draw a file again from what its manifest holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.layers.audit import audit
from ceaseline.layers.comparison import goal
from ceaseline.maps.overtime.figure import rendered as chart
from ceaseline.maps.page.render import Look
from ceaseline.maps.print.figure import Sheet, rendered
from ceaseline.maps.publish import sealed_map
from ceaseline.maps.reports.report import (
    Setting,
    audit_report,
    comparison_page,
    comparison_report,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceaseline.layers.comparison import Comparison, Goal
    from ceaseline.layers.provisions import Proposal
    from ceaseline.layers.record.remeasure import Again

__all__ = ["redrawn"]

_T = TypeVar("_T")
_LONGEST = 1000
_MOST_GOALS = 50


def redrawn(drawing: Mapping[str, Any], again: Again) -> bytes:
    """Return the file that a manifest's drawing describes, sealed.

    Parameters
    ----------
    drawing : mapping
        As :func:`ceaseline.maps.seal.recipe.recipe` returns it.
    again : Again
        What the file shows, made anew.

    Raises
    ------
    InputError
        If it cannot be drawn: unknown options, or matplotlib is not installed.

    Examples
    --------
    >>> redrawn({"what": "poem", "options": {}}, None)
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no drawing 'poem'; give a file that ceaseline wrote.
    """
    what = drawing.get("what")
    draw = _DRAWN.get(what) if isinstance(what, str) else None
    options = drawing.get("options")
    if draw is None or not isinstance(options, dict):
        raise InputError(f"There is no drawing {what!r:.80}; give a file that ceaseline wrote.")
    return draw(again, options)


def _map(again: Again, options: dict[str, Any]) -> bytes:
    return sealed_map(again.plans, _settings(Look, options), _study(again))[0]


def _figure(again: Again, options: dict[str, Any]) -> bytes:
    kind, rest = _kind(options)
    return rendered(again.plans, kind, _settings(Sheet, rest), _study(again))


def _report(again: Again, options: dict[str, Any]) -> bytes:
    kind, rest = _kind(options)
    return report(again.plans[0], _study(again), kind, _settings(Setting, rest))


def _chart(again: Again, options: dict[str, Any]) -> bytes:
    kind, rest = _kind(options)
    ids = rest.pop("measures", None)
    if not isinstance(ids, list) or len(ids) > _MOST_GOALS:
        raise InputError(f"The manifest's measures are no list of {_MOST_GOALS} at most.")
    named = [str(one)[:200] for one in ids]
    return chart(again.plans, _study(again), kind, _settings(Sheet, rest), named)


def _comparison_page(again: Again, options: dict[str, Any]) -> bytes:
    held, goals, rest = _compared(again, options)
    return comparison_page(held, _study(again), goals, **vars(_settings(Look, rest)))


def _comparison_report(again: Again, options: dict[str, Any]) -> bytes:
    held, goals, rest = _compared(again, options)
    kind, rest = _kind(rest)
    return comparison_report(held, _study(again), kind, goals, _settings(Setting, rest))


def _audit_report(again: Again, options: dict[str, Any]) -> bytes:
    kind, rest = _kind(options)
    solve = rest.pop("solve", None)
    if not isinstance(solve, bool):
        raise InputError("The manifest does not say whether the audit looked for lines.")
    held = audit(again.plans, _study(again), solve=solve)
    return audit_report(held, again.plans, kind, _settings(Setting, rest), solve=solve)


_DRAWN: dict[str, Callable[[Again, dict[str, Any]], bytes]] = {
    "map": _map,
    "figure": _figure,
    "report": _report,
    "chart": _chart,
    "comparison map": _comparison_page,
    "comparison report": _comparison_report,
    "audit report": _audit_report,
}


def _study(again: Again) -> Proposal:
    if again.study is None:
        raise InputError("The manifest holds no proposal, which every drawing has.")
    return again.study


def _kind(options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return str(options.get("kind"))[:80], {k: v for k, v in options.items() if k != "kind"}


def _compared(
    again: Again, options: dict[str, Any]
) -> tuple[Comparison, list[Goal], dict[str, Any]]:
    if again.comparison is None:
        raise InputError("The manifest holds no comparison to draw.")
    texts = options.get("goals")
    if not isinstance(texts, list) or len(texts) > _MOST_GOALS:
        raise InputError(f"The manifest's trade-offs are no list of {_MOST_GOALS} at most.")
    rest = {key: value for key, value in options.items() if key != "goals"}
    return again.comparison, [goal(str(text)[:200]) for text in texts], rest


def _settings(kind: type[_T], options: dict[str, Any]) -> _T:
    if len(str(options.get("title"))) > _LONGEST:
        raise InputError(f"The title is longer than {_LONGEST} letters.")
    try:
        return TypeAdapter(kind).validate_json(json.dumps(options), strict=True)
    except ValidationError as fault:
        where = ".".join(str(part) for part in fault.errors()[0]["loc"])
        raise InputError(f"The options are damaged: {where:.80} is not written so.") from None
