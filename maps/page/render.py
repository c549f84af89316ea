"""One HTML file with everything in it: the interactive map of plans, and what templates show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import tidy
from ceaseline.layers.provisions import proposal as read_proposal
from ceaseline.maps.overtime.chart import apart, charted, panels
from ceaseline.maps.overtime.notes import notes
from ceaseline.maps.overtime.svg import key, to_svg
from ceaseline.maps.page.fit import Loss, fitted, simplified_text
from ceaseline.maps.page.hand import EDITING, MOVING, exact, hand_words, movable
from ceaseline.maps.page.payload import Payload
from ceaseline.maps.page.template import TILES, assembled, sheet
from ceaseline.maps.print.extent import Extent, box_of
from ceaseline.maps.style import check_theme
from ceaseline.maps.text.describe import (
    about_people,
    catalogue,
    credit_line,
    made_with,
    swap,
    titles,
    unit_rows,
    words,
)
from ceaseline.maps.text.language import tongue as tongue_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue


__all__ = ["Drawn", "Look", "compare", "draw", "editable", "explored", "page_fields", "render"]


@dataclass(frozen=True)
class Look:
    """How a page is to look.

    Attributes
    ----------
    title : str, optional
        The proposal's if not given.
    lang : str
        a code of :data:`ceaseline.maps.text.languages.LANGUAGES`.
    theme : str
        ``auto`` (as the reader's system is set), ``light`` or ``dark``.
    tiles : bool
        Whether the reader may switch on an online background; the file is silent until then.
    max_kb : int, optional
        Greatest size of the file in thousands of bytes; shapes are simplified together, shared
        edges staying shared, until it fits.
    embed : bool
        Whether it opens as a frame of another page shows it: the map alone, with a caption, a
        small legend and no panel. ``#embed`` in the address does the same for any map.
    extent : Extent
        What it opens at; the whole country if nothing was asked for.

    Raises
    ------
    InputError
        If there is no such theme.

    Examples
    --------
    >>> Look(theme="sepia")
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: There is no theme 'sepia'; give auto, light or dark.
    """

    title: str | None = None
    lang: str = "en"
    theme: str = "auto"
    tiles: bool = False
    max_kb: int | None = None
    embed: bool = False
    extent: Extent = field(default_factory=Extent)

    def __post_init__(self) -> None:
        """Refuse a theme that there is not; a language is refused where its words are read."""
        if self.title is not None:
            tidy(self, ("title",))
        check_theme(self.theme)


@dataclass(frozen=True)
class Drawn:
    """A page, and what fitting it to a size cost.

    Attributes
    ----------
    html : str
    loss : Loss, optional
        None where nothing was simplified.
    """

    html: str
    loss: Loss | None


def render(plans: Sequence[Plan], **options: Any) -> str:
    """Return the map of plans as one HTML file that asks nobody for anything.

    Parameters
    ----------
    plans : sequence of Plan
        One for the main map; several become a slider over their dates that opens at the newest, or
        a list of alternatives that opens at the first, where they are not all dated. All on the
        same boundaries and of the same parties.
    **options
        ``proposal``, whose provisions are held against the plans, the embedded one if not given;
        and the fields of `Look`.

    Returns
    -------
    str
        The same for the same input.

    Raises
    ------
    InputError
        If there is no plan, if the plans do not belong on one map, or if an option is unknown.

    Examples
    --------
    >>> render([])
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: There is no plan to map; give one placement or more.
    """
    study = options.pop("proposal", None)
    return draw(plans, Look(**options), study).html


def compare(plans: Sequence[Plan], pieces: Sequence[gpd.GeoDataFrame], **options: Any) -> str:
    """Return a map that sets placements side by side: swipe, in step, and what changes hands.

    Parameters
    ----------
    plans : sequence of Plan
        The base first, then at least one other.
    pieces : sequence of GeoDataFrame
        For each plan but the first what passes from party to party between the first and it, as
        :func:`ceaseline.layers.comparison.as_frame` has it: ``from``, ``to``, ``area_m2``,
        ``name``, ``settlements``, ``people`` and geometry, in EPSG:4326.
    **options
        ``proposal`` and the fields of `Look`.

    Raises
    ------
    InputError
        As `render`, and if there is nothing to compare with, or not the pieces of each plan.

    Examples
    --------
    >>> compare([], [])
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: There is nothing to compare with; give two placements or more.
    """
    if len(plans) < 2:
        raise InputError("There is nothing to compare with; give two placements or more.")
    if len(pieces) != len(plans) - 1:
        raise InputError(
            f"There are {len(pieces)} sets of pieces for {len(plans)} placements; "
            f"give {len(plans) - 1}, one for each placement but the first."
        )
    study = options.pop("proposal", None)
    return draw(plans, Look(**options), study, pieces).html


def draw(
    plans: Sequence[Plan],
    look: Look,
    proposal: Proposal | None = None,
    pieces: Sequence[gpd.GeoDataFrame] = (),
    reserved: int = 0,
) -> Drawn:
    """Return the page, and what it cost to fit it to a size.

    Parameters
    ----------
    plans : sequence of Plan
        As of `render`.
    look : Look
    proposal : Proposal, optional
        As of `render`.
    pieces : sequence of GeoDataFrame
        As of `compare`; none for a map that compares nothing.
    reserved : int
        Bytes that something put into the page later takes from its greatest size.

    Raises
    ------
    InputError
        As `render`.
    """
    fields, loss = _fields(plans, look, proposal, pieces, reserved)
    return Drawn(assembled(fields, tiles=look.tiles), loss)


def explored(
    plans: Sequence[Plan], look: Look, pieces: Sequence[gpd.GeoDataFrame] = ()
) -> folium.Map:
    """Return the page's map, to which layers are added with folium's own calls, and which saves.

    Parameters
    ----------
    plans, look, pieces
        As of `draw`.

    Raises
    ------
    InputError
        As `render`; when it is saved, if a layer would load something from another host.
    """
    fields, _ = _fields(plans, look, None, pieces, 0)
    return sheet(fields, tiles=look.tiles)


def editable(plan: Plan, look: Look, proposal: Proposal | None, editor: Mapping[str, Any]) -> str:
    """Return the page with the editor in it, which the program that serves it answers.

    Parameters
    ----------
    plan : Plan
        As it is when the editing begins.
    look, proposal
        As of `draw`.
    editor : mapping
        ``placements``: names that a stretch may be taken from; ``framed``: whether it stands in a
        notebook's frame, and no server answers it.
    """
    fields, _ = _fields([plan], look, proposal, (), 0, editor)
    return assembled(fields, tiles=look.tiles)


def _fields(
    plans: Sequence[Plan],
    look: Look,
    proposal: Proposal | None,
    pieces: Sequence[gpd.GeoDataFrame],
    reserved: int,
    editor: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], Loss | None]:
    """Return what the page's templates show, fitted to a size, and what that cost."""
    _check(plans)
    given = plans[0]
    plans = plans if pieces else _by_date(plans)
    tongue = tongue_of(look.lang)
    study = proposal if proposal is not None else read_proposal()
    said = [
        replace(words(plan, study, tongue), title=title)
        for plan, title in zip(plans, titles(plans, tongue), strict=True)
    ]
    payload = _gathered(plans, said, tongue, pieces)
    dated = all(plan.placement.date is not None for plan in plans)
    first = len(plans) - 1 if dated else next(n for n, plan in enumerate(plans) if plan is given)
    shown = {"comparison": bool(pieces), "first": 1 if pieces else first}
    extra: dict[str, Any] = shown | {
        "lang": look.lang,
        "theme": look.theme,
        "text": tongue.text,
        "tiles": {"url": TILES} if look.tiles else None,
    }
    if (box := box_of(look.extent, plans)) is not None:
        extra["view"] = box
    fields = (
        shown
        | page_fields(plans, said, tongue, study)
        | {"title": look.title or tongue.said(study.title)}
    )
    swaps = [swap(frame, plans[0].parties, tongue) for frame in pieces]
    fields["swaps"] = [[], *(swaps or [[]] * (len(plans) - 1))]
    fields |= {"tiles": look.tiles, "embed": look.embed, "centre": _centre(given.boundaries)}
    fields["theme"] = "dark" if look.theme == "dark" else "light"
    alone = len(plans) == 1 and not pieces and movable(plans[0])
    moving = editor is None and alone and look.max_kb is None and not look.embed
    fields |= {"editor": editor is not None, "moving": moving, "d": hand_words(look.lang)}
    fields["hands"] = MOVING if moving else EDITING
    if moving:
        extra |= exact(plans[0], look.lang)
    if editor is not None:
        fields["placements"] = editor["placements"]
        extra |= {"words": fields["d"], "framed": editor["framed"]}

    def packed(text: str, loss: Loss | None) -> dict[str, Any]:
        return fields | {"payload": text, "simplified": simplified_text(loss, tongue)}

    topology, loss = payload.topology(), None
    if look.max_kb is not None:
        empty = assembled(packed("", Loss.greatest()), tiles=look.tiles)
        rest = reserved + len(empty.encode())
        topology, loss = fitted(
            topology,
            lambda one: rest + len(payload.text(one, plans, extra)),
            look.max_kb * 1000,
            payload.figured(topology),
        )
    return packed(payload.text(topology, plans, extra), loss), loss


def _centre(base: Boundaries) -> tuple[float, float]:
    """Return the middle of the country's box, latitude and longitude in halves of a degree."""
    west, south, east, north = base.units.total_bounds.tolist()
    return round(south + north) / 2, round(west + east) / 2


def _check(plans: Sequence[Plan]) -> None:
    if not plans:
        raise InputError("There is no plan to map; give one placement or more.")
    first = plans[0]
    for plan in plans[1:]:
        if plan.boundaries.id != first.boundaries.id:
            raise InputError(
                f"{plan.placement.name} is on the boundaries {plan.boundaries.id}, "
                f"{first.placement.name} on {first.boundaries.id}; use the same for both."
            )
        if plan.parties != first.parties:
            raise InputError(
                f"{plan.placement.name} is between {' and '.join(plan.parties)}, "
                f"{first.placement.name} between {' and '.join(first.parties)}; map them apart."
            )


def _by_date(plans: Sequence[Plan]) -> Sequence[Plan]:
    """Return plans in the order of their dates, as given where one has none."""
    dates = [plan.placement.date for plan in plans]
    if None in dates:
        return plans
    return sorted(plans, key=lambda plan: str(plan.placement.date))


def _gathered(
    plans: Sequence[Plan],
    said: Sequence[Words],
    tongue: Tongue,
    pieces: Sequence[gpd.GeoDataFrame],
) -> Payload:
    payload = Payload(tongue, plans[0].boundaries)
    for plan, own in zip(plans, said, strict=True):
        payload.add(plan, own)
    for frame in pieces:
        payload.add_pieces(frame, plans[0].parties)
    return payload


MODES = ("swipe", "side", "pieces", "single")

_KEY = (
    ("line_length", None),
    ("territory_share", 1),
    ("zone_area", None),
    ("people_in_zone", None),
)
"""The figures that stand first: id, and the party's place where it is one party's."""


def page_fields(
    plans: Sequence[Plan], said: Sequence[Words], tongue: Tongue, study: Proposal
) -> dict[str, Any]:
    """Return what the page's own text shows; every value is escaped by the template.

    Parameters
    ----------
    plans : sequence of Plan
    said : sequence of Words
        Of each plan.
    tongue : Tongue
    study : Proposal
    """
    sources = catalogue(plans, tongue, study)
    return {
        "t": tongue.text,
        "lang": tongue.code,
        "modes": MODES,
        "generator": made_with(tongue),
        "about_people": about_people(plans[0], tongue),
        "credit": credit_line(sources, study),
        "dated": apart(plans),
        "over_time": _over_time(plans, said, tongue) if charted(plans) else None,
        "sources": list(sources.values()),
        "plans": [
            {
                "said": own,
                "parties": [tongue.name(party) for party in plan.parties],
                "key": _key(own),
                "units": unit_rows(own),
            }
            for plan, own in zip(plans, said, strict=True)
        ],
    }


def _over_time(plans: Sequence[Plan], said: Sequence[Words], tongue: Tongue) -> dict[str, Any]:
    found = panels(plans, said)
    shown = [
        {
            "title": panel.title,
            "svg": Markup(to_svg(panel, tongue, pressed=True)),  # noqa: S704 - escaped there
            "basis": panel.basis(tongue),
            "key": [one | {"sign": Markup(one["sign"])} for one in key(panel.rows)],  # noqa: S704 - as above
        }
        for panel in found
    ]
    return {"panels": shown, "notes": notes(plans, found, tongue, people=False)}


def _key(said: Words) -> list[Mapping[str, Any]]:
    return [f for name, side in _KEY for f in said.figures if (f["id"], f["side"]) == (name, side)]
