"""Options that several commands share, and the checks that come before any computing."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.maps.cli._complete import languages, placements, themes
from ceaseline.maps.text.languages import either

if TYPE_CHECKING:
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.plan.zone import ZoneSettings
    from ceaseline.layers.provisions import Proposal

__all__ = [
    "BoundariesName",
    "Clip",
    "Depth",
    "Format",
    "FormatName",
    "Language",
    "Lengths",
    "Overwrite",
    "PlacementName",
    "ProposalFile",
    "ReportPage",
    "ReportTheme",
    "Rights",
    "SettlementsFile",
    "Target",
    "counted_by",
    "depths_m",
    "meant",
    "writable",
    "zone_settings",
]


class Format(StrEnum):
    """How figures are written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


PlacementName = Annotated[
    str | None,
    typer.Argument(
        metavar="[PLACEMENT]",
        autocompletion=placements,
        help="A library placement or a placement file; contact-2024-11-20, or what the study says, "
        "if none.",
    ),
]
FormatName = Annotated[Format, typer.Option("--format", "-f", help="How figures are written.")]
Target = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file, not to the screen."),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace a file that ceaseline did not write.")
]
BoundariesName = Annotated[
    str | None,
    typer.Option(
        "--boundaries",
        metavar="NAME|FILE",
        help="The country and its units: the study's own (natural-earth) if not given, or a file; "
        "FILE:land cuts it at the coast.",
    ),
]
SettlementsFile = Annotated[
    Path | None,
    typer.Option(
        "--settlements",
        metavar="FILE",
        help="Count the people of a table of your own: CSV with name, lon, lat and people, or the "
        "GeoNames table of Ukraine (UA.txt, UA.zip). A page, report or export with a CSV of yours "
        "needs --i-have-rights, as its licence is not known.",
    ),
]
Depth = Annotated[
    str | None,
    typer.Option(
        "--depth-km",
        metavar="KM [KM]",
        help="Depth of the zone on each side, or left and right (Ukraine, Russia); "
        "the proposal's 15, an assumption, where not given.",
    ),
]
Clip = Annotated[
    bool,
    typer.Option("--clip/--no-clip", help="Whether the zone ends at the country's border."),
]

Lengths = Annotated[
    bool,
    typer.Option(
        "--lengths",
        help="Add the length of the line part by part and by every definition that people use, "
        "at details from 0.5 to 10 km. JSON and CSV always have them.",
    ),
]


Language = Annotated[
    str,
    typer.Option(
        "--lang",
        envvar="CEASELINE_LANG",
        autocompletion=languages,
        help=f"Language: {either()}. CSV and JSON are in English.",
    ),
]
ReportPage = Annotated[str, typer.Option("--page", help="Page of a PDF: A4, Letter or A3.")]
ReportTheme = Annotated[
    str, typer.Option("--theme", autocompletion=themes, help="Colours: auto, light or dark.")
]
Rights = Annotated[
    bool, typer.Option("--i-have-rights", help="Pass on sources that forbid it by default.")
]
ProposalFile = Annotated[
    Path | None,
    typer.Option(
        "--proposal",
        metavar="FILE",
        help="A proposal file (TOML) whose provisions are held against the figures.",
    ),
]


def meant(name: str | None) -> str:
    """Return the placement that is meant: the one named, or the one that the study gives.

    Raises
    ------
    InputError
        If none is named and the study has none.

    Examples
    --------
    >>> meant(None), meant("donbas-full")
    ('contact-2024-11-20', 'donbas-full')
    """
    from ceaseline.layers.study import in_force

    study = in_force()
    if not (found := name or study.placement):
        raise InputError(f"The study {study.id} has no placement yet; name one, or a file.")
    return found


def depths_m(text: str) -> tuple[float, float]:
    """Return the depths of a zone in metres: left, right.

    Parameters
    ----------
    text : str
        One or two numbers of kilometres; what they may be is for the zone's settings to say.

    Raises
    ------
    InputError
        If there are not one or two numbers.

    Examples
    --------
    >>> depths_m("15"), depths_m("10 20.5")
    ((15000.0, 15000.0), (10000.0, 20500.0))
    >>> depths_m("15,5")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The depth '15,5' is not a number; give kilometres, as 15...
    """
    words = text.split()
    if len(words) not in (1, 2):
        raise InputError(f"The depth is {text!r}; give one number of kilometres, or two.")
    left, right = (_depth_m(word) for word in (words[0], words[-1]))
    return left, right


def _depth_m(word: str) -> float:
    try:
        return float(word) * 1000
    except ValueError:
        raise InputError(
            f"The depth {word!r} is not a number; give kilometres, as 15 or 12.5, or two of "
            "them: 10 20."
        ) from None


def zone_settings(depth: str | None, study: "Proposal", *, clip: bool = True) -> "ZoneSettings":
    """Return the settings of the zone that the options ask for.

    Parameters
    ----------
    depth : str, optional
        As given to ``--depth-km``; without it the proposal's depths stand.
    study : Proposal
        The study.
    clip : bool
        Whether the zone ends at the country's border.

    Raises
    ------
    InputError
        As :func:`depths_m` and :class:`ceaseline.layers.plan.zone.ZoneSettings`.
    """
    from ceaseline.layers.plan.zone import ZoneSettings

    own = study.zone_settings
    if depth is None:
        return ZoneSettings(own.depth_m, assumption=own.assumption, clip=clip)
    return ZoneSettings(depths_m(depth), assumption=False, clip=clip)


def counted_by(path: Path | None) -> "Gazetteer":
    """Return the settlements whose people are counted: the embedded ones, or a person's own.

    Raises
    ------
    InputError
        As :func:`ceaseline.geo.country.place_file.read_settlements`.
    """
    if path is None:
        from ceaseline.geo.gazetteer import gazetteer

        return gazetteer()
    from ceaseline.geo.country.place_file import read_settlements

    return read_settlements(path)


def writable(
    path: Path | None,
    *,
    overwrite: bool = False,
    ours: Callable[[bytes], bool] | None = None,
) -> None:
    """Refuse a file that could not be written, before anything is computed.

    Parameters
    ----------
    path : Path, optional
        Where the result will go; None (the screen) is always writable.
    overwrite : bool
        Whether a file that the tool did not write may be replaced.
    ours : callable, optional
        Whether the head of an existing file is that of a file of the tool's; by default, whether
        it bears the tool's name.

    Raises
    ------
    InputError
        As :func:`ceaseline.geo.files.write_atomic` would at the end.
    """
    if path is not None:
        from ceaseline.geo.files import check_target, marked

        check_target(path, overwrite=overwrite, ours=ours or marked)
