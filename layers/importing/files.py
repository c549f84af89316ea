"""Bring a file in: read it, make the placement, write it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import check_target
from ceaseline.geo.readers import faultless, read
from ceaseline.layers.importing.bring import bring
from ceaseline.layers.importing.junctions import JOIN_M, MOST_JOIN_M
from ceaseline.layers.importing.parallel import PARALLEL
from ceaseline.layers.importing.region import BORDER_M, SLIVER_M2
from ceaseline.layers.placement.placement import default_parties
from ceaseline.layers.placement.store import SUFFIX, write

if TYPE_CHECKING:
    from ceaseline.layers.importing.report import Imported

__all__ = ["Choices", "import_file"]


@dataclass(frozen=True)
class Choices:
    """What a person may choose for a file, as in :func:`ceaseline.layers.importing.bring`.

    Attributes
    ----------
    title, holder : str
    detail_m, border_m, sliver_m2, join_m : float
    parallel : str
    statuses : tuple of str
    strict : bool
        Whether a faulty part refuses the file, instead of being left out.

    Raises
    ------
    InputError
        If a number is out of its range.

    Examples
    --------
    >>> Choices(detail_m=-1)
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The detail is -1 m; give metres from 0 to 50,000.
    """

    title: str = ""
    holder: str = field(default_factory=lambda: default_parties()[1])
    detail_m: float = 0.0
    border_m: float = BORDER_M
    sliver_m2: float = SLIVER_M2
    join_m: float = JOIN_M
    parallel: str = PARALLEL[0]
    statuses: tuple[str, ...] = ()
    strict: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense."""
        faults = []
        if not 0 <= self.detail_m <= 50_000:
            faults.append(f"The detail is {self.detail_m:g} m; give metres from 0 to 50,000.")
        if not 10 <= self.border_m <= 20_000:
            faults.append(
                f"The tolerance of the border is {self.border_m / 1000:g} km; give 0.01 to 20."
            )
        if not 0 <= self.sliver_m2 <= 1e10:
            faults.append(f"The size of slivers is {self.sliver_m2 / 1e6:g} km²; give 0 to 10,000.")
        if not 0 <= self.join_m <= MOST_JOIN_M:
            faults.append(f"The tolerance of ends is {self.join_m:g} m; give metres up to 10,000.")
        if self.parallel not in PARALLEL:
            faults.append(
                f"{self.parallel!r:.40} is no way with lines side by side; give refuse, middle or "
                "keep."
            )
        if faults:
            raise InputError.of(faults)


def import_file(
    file: Path,
    name: str,
    output: Path | None = None,
    choices: Choices | None = None,
    *,
    layer: str | None = None,
    boundaries: str | None = None,
    overwrite: bool = False,
) -> tuple[Path, Imported]:
    """Bring a file in as a placement and write it.

    Parameters
    ----------
    file : Path
        In any format that :func:`ceaseline.geo.readers.read` takes.
    name : str
        The placement's.
    output : Path, optional
        Where to; NAME.geojson in the working folder if not given.
    choices : Choices, optional
    layer : str, optional
        Which layer of several.
    boundaries : str
        Name or file of the boundaries to bring it onto.
    overwrite : bool
        Whether an existing file may be replaced.

    Returns
    -------
    path : Path
    done : Imported
        The placement and the report.

    Raises
    ------
    InputError, GeometryError
        If the file cannot be read or brought in, or the target is in the way; nothing is written.
    """
    target = output if output is not None else Path(f"{name}{SUFFIX}")
    if target.exists() and file.exists() and target.samefile(file):
        raise InputError(
            f"{target} is the file to bring in; give the placement another name (--as), so that "
            "the original stays."
        )
    check_target(target, overwrite=overwrite)
    own = choices or Choices()
    reading = read(file, layer)
    if own.strict:
        faultless(reading)
    done = bring(
        reading,
        name,
        boundaries=load_boundaries(boundaries),
        title=own.title,
        holder=own.holder,
        detail_m=own.detail_m,
        border_m=own.border_m,
        sliver_m2=own.sliver_m2,
        join_m=own.join_m,
        parallel=own.parallel,
        statuses=own.statuses,
    )
    return write(done.placement, target, overwrite=overwrite), done
