"""`ceaseline edit VERB FILE`: change a placement in words, and take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ceaseline.geo.errors import InputError
from ceaseline.maps.cli._app import MAKE, SETTINGS, Sections, root
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import Format, FormatName, Overwrite, Target, writable

edit = typer.Typer(
    name="edit",
    cls=Sections,
    help="Change a placement file: flip, move, follow, lock, undo ...",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings=SETTINGS,
)
root.add_typer(edit, rich_help_panel=MAKE)

File = Annotated[
    str,
    typer.Argument(metavar="FILE", autocompletion=placements, help="The placement file to change."),
]
Between = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--between",
        metavar="A B",
        help="Only the stretch between two kilometres of the line, or two settlements.",
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Argument(metavar="[UNIT]...", help="Oblasts by name or code, or units of --units FILE."),
]
Inside = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="UNIT", help="The same as an option, as often as needed."),
]
UnitsFile = Annotated[
    Path | None,
    typer.Option("--units", metavar="FILE", help="A file of polygons whose units are named."),
]
Polygon = Annotated[
    Path | None,
    typer.Option("--polygon", metavar="FILE", help="A file of polygons: all the ground in them."),
]
Party = Annotated[
    str,
    typer.Option(
        "--toward", metavar="PARTY", help="The party that loses ground: the line moves towards it."
    ),
]


@edit.command()
def flip(
    file: File,
    settlement: Annotated[
        str,
        typer.Argument(
            help="Its name in Ukrainian or Russian, Latin or Cyrillic letters, or 'NAME, OBLAST'."
        ),
    ],
    to: Annotated[str, typer.Option("--to", metavar="PARTY", help="Who is to hold it.")],
    fmt: FormatName = Format.table,
) -> None:
    """Put a settlement, and the ground nearest to it, on the other side of the line."""
    _edit(file, fmt, "flip", settlement=settlement, to=to)


@edit.command()
def move(
    file: File,
    km: Annotated[float, typer.Option("--km", help="How far, in kilometres.")],
    toward: Party,
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Shift the line, or a stretch of it, by the same distance everywhere."""
    _edit(file, fmt, "move", km=km, toward=toward, between=between)


@edit.command()
def follow(
    file: File,
    feature: Annotated[
        str, typer.Argument(help="river, unit-border (oblast-border) or state-border.")
    ],
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Lay a stretch along the nearest river or border."""
    _edit(file, fmt, "follow", feature=feature, between=between)


@edit.command()
def give(
    file: File,
    units: Units = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="PARTY", help="Who is to hold it.")
    ] = None,
    inside: Inside = None,
    held_by: Annotated[
        str | None,
        typer.Option(
            "--held-by",
            metavar="PARTY",
            help="All that this party holds in the units, to the other party.",
        ),
    ] = None,
    units_file: UnitsFile = None,
    polygon: Polygon = None,
    fmt: FormatName = Format.table,
) -> None:
    """Give whole oblasts, units of a file or a polygon to a party."""
    from ceaseline.layers.edits.unitfiles import ground_words
    from ceaseline.maps.cli._output import note

    words = ground_words([*(units or []), *(inside or [])], units_file, polygon, tell=note)
    _edit(file, fmt, "give", to=to, held_by=held_by, **words)


@edit.command()
def swap(
    file: File,
    to: Annotated[str, typer.Option("--to", metavar="PARTY", help="Who is to hold what is given.")],
    given: Annotated[
        list[str] | None,
        typer.Option("--give", metavar="UNIT", help="An oblast, or a unit of --units FILE."),
    ] = None,
    back: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="UNIT", help="What the other party is to hold for it."),
    ] = None,
    units_file: UnitsFile = None,
    polygon: Polygon = None,
    back_polygon: Annotated[
        Path | None,
        typer.Option("--for-polygon", metavar="FILE", help="A polygon for the other party."),
    ] = None,
    fmt: FormatName = Format.table,
) -> None:
    """Give areas to one party and others to the other, as one edit."""
    from ceaseline.layers.edits.unitfiles import ground_words
    from ceaseline.maps.cli._output import note

    there = ground_words(given or [], units_file if given else None, polygon, tell=note)
    here = ground_words(back or [], units_file if back else None, back_polygon, tell=note)
    _edit(file, fmt, "swap", to=to, given=there, back=here)


@edit.command()
def withdraw(
    file: File,
    party: Annotated[
        str, typer.Option("--party", metavar="PARTY", help="Whose side of the line moves back.")
    ],
    km: Annotated[float, typer.Option("--km", help="How far, in kilometres.")],
    units: Units = None,
    inside: Inside = None,
    units_file: UnitsFile = None,
    polygon: Polygon = None,
    fmt: FormatName = Format.table,
) -> None:
    """Move a party's side back from the line, everywhere or in some oblasts."""
    from ceaseline.layers.edits.unitfiles import ground_words
    from ceaseline.maps.cli._output import note

    words = ground_words([*(units or []), *(inside or [])], units_file, polygon, tell=note)
    _edit(file, fmt, "withdraw", party=party, km=km, **words)


@edit.command()
def replace(
    file: File,
    other: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="FILE",
            autocompletion=placements,
            help="A placement: library name or file.",
        ),
    ],
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Put another placement's line in place of the line or of a stretch of it."""
    from ceaseline.layers.placement.store import load

    _edit(file, fmt, "replace", other=load(other), between=between)


@edit.command()
def draw(
    file: File,
    path: Annotated[
        str,
        typer.Option(
            "--path",
            metavar="PATH|FILE",
            help="Places as '37.10,48.20 37.20,48.30' (longitude, latitude), or a file of a line.",
        ),
    ],
    basis: Annotated[
        str,
        typer.Option(
            "--basis",
            metavar="BASIS",
            help="What the path follows: drawn, river, admin border or state border.",
        ),
    ] = "drawn",
    fmt: FormatName = Format.table,
) -> None:
    """Let the line run along a path, between the places nearest to its ends."""
    from ceaseline.layers.edits.paths import path_of

    _edit(file, fmt, "draw", path=path_of(path), basis=basis)


@edit.command()
def extend(
    file: File,
    end: Annotated[
        str,
        typer.Option("--end", help="start or end of the line; open: every end inside the country."),
    ] = "open",
    km: Annotated[
        float | None, typer.Option("--km", help="How far along the border, in kilometres.")
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option("--beside", metavar="PARTY", help="Along whose border; the first party's."),
    ] = None,
    fmt: FormatName = Format.table,
) -> None:
    """Carry open ends to the border, or go on along the border."""
    _edit(file, fmt, "extend", end=end, km=km, beside=beside)


@edit.command()
def simplify(
    file: File,
    detail: Annotated[float, typer.Option("--detail", metavar="M", help="Tolerance in metres.")],
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Draw the line with fewer vertices, none farther off than the detail; pass no settlement."""
    _edit(file, fmt, "simplify", detail_m=detail, between=between)


@edit.command()
def smooth(
    file: File,
    detail: Annotated[
        float, typer.Option("--detail", metavar="M", help="How deep corners are cut, in metres.")
    ] = 1000.0,
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Round the corners; settlements stay on their sides."""
    _edit(file, fmt, "smooth", detail_m=detail, between=between)


@edit.command()
def depth(
    file: File,
    km: Annotated[
        str, typer.Option("--km", metavar="KM [KM]", help="Depths of the zone: left, right.")
    ],
    between: Between = None,
    fmt: FormatName = Format.table,
) -> None:
    """Give the line, or a stretch of it, its own depths of the zone."""
    try:
        depths = [float(word) for word in km.split()]
    except ValueError:
        raise InputError(f"The depths {km!r} are not numbers; give one or two, as 5 20.") from None
    _edit(file, fmt, "depth", km=depths, between=between)


@edit.command()
def lock(file: File, between: Between = None, fmt: FormatName = Format.table) -> None:
    """Refuse later edits that would move the line or a stretch of it."""
    _edit(file, fmt, "lock", between=between)


@edit.command()
def unlock(file: File, between: Between = None, fmt: FormatName = Format.table) -> None:
    """Let the line, or a stretch of it, be moved again."""
    _edit(file, fmt, "unlock", between=between)


@edit.command()
def title(
    file: File,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="1 to 300 letters.")],
    fmt: FormatName = Format.table,
) -> None:
    """Give the placement another title; its line stays."""
    _edit(file, fmt, "title", title=title)


@edit.command()
def undo(file: File, fmt: FormatName = Format.table) -> None:
    """Take the last edit back."""
    from ceaseline.layers.edits.files import undo_file

    _show(fmt, f"Undone in {file}", lambda: undo_file(file))


@edit.command()
def redo(file: File, fmt: FormatName = Format.table) -> None:
    """Make the edit again that was undone last."""
    from ceaseline.layers.edits.files import redo_file

    _show(fmt, f"Made again in {file}", lambda: redo_file(file))


@edit.command()
def history(file: File, fmt: FormatName = Format.table) -> None:
    """List the edits that were made and undone."""
    from ceaseline.layers.placement.store import load
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.edit import history_table
    from ceaseline.maps.tables.library import as_facts

    own = load(file)
    table = history_table(own)
    Result(lambda: [table], lambda: table, lambda: as_facts(own)).show(fmt)


@edit.command()
def replay(
    file: File,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="NAME|FILE", help="Make the edits on this placement instead."),
    ] = None,
    fmt: FormatName = Format.table,
) -> None:
    """Make all edits anew from the origin, and check that the result is the same to the byte."""
    from ceaseline.layers.edits.files import replay_file
    from ceaseline.maps.cli._output import note

    same = False

    def work() -> Any:
        nonlocal same
        change, same = replay_file(file, on)
        return change

    _show(fmt, f"Replayed {file}", work)
    if on is None and not same:
        raise InputError(
            f"{file}: its edits make another line than the file has; it was changed by hand or by "
            f"another version. `ceaseline layers check {file} --fix` records that as an edit."
        )
    note("The result is the file, byte for byte." if same else f"Wrote {file}.")


@edit.command()
def share(file: File, output: Target = None, overwrite: Overwrite = False) -> None:
    """Print the edits as a text that fits into a message and restores the placement exactly.

    Whoever has the library and runs `ceaseline edit restore TEXT` has the same placement, to the
    byte.
    """
    writable(output, overwrite=overwrite)
    from ceaseline.layers.edits.share import shared
    from ceaseline.layers.placement.store import load
    from ceaseline.maps.cli._output import deliver

    deliver(shared(load(file)) + "\n", output, overwrite=overwrite)


@edit.command()
def restore(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A text of `share`, or a file that holds it.")
    ],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Another name for the placement.")
    ] = None,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where to; the working folder.")
    ] = Path(),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a placement of that name.")
    ] = False,
) -> None:
    """Write the placement that a shared text was made of, with its history."""
    from ceaseline.layers.edits.files import restored_file
    from ceaseline.maps.cli._output import note

    path = restored_file(text, name, folder, overwrite=overwrite)
    note(f"Wrote {path}; its edits are listed by `ceaseline edit history {path}`.")


def _edit(file: str, fmt: Format, verb: str, **words: Any) -> None:
    from ceaseline.layers.edits.files import edit_file

    _show(fmt, f"{verb}: {file}", lambda: edit_file(file, verb, **words))


def _show(fmt: Format, title: str, work: Callable[[], Any]) -> None:
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.edit import change_facts, change_table

    change = work()
    table = change_table(change, title)
    Result(lambda: [table], lambda: table, lambda: change_facts(change)).show(fmt)
