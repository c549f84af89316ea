"""Files that go out of the house: sealed, written whole, never over somebody's work."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import marked, write_atomic
from ceaseline.maps.seal.recipe import recipe
from ceaseline.maps.seal.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.page.fit import Loss
    from ceaseline.maps.page.render import Look

__all__ = ["own", "publish", "sealed_map"]


_SEAL_BYTES = 100


def sealed_map(plans: Sequence[Plan], look: Look, study: Proposal) -> tuple[bytes, Loss | None]:
    """Return the page of plans with its manifest, and what fitting it to a size cost.

    Parameters
    ----------
    plans : sequence of Plan
    look : Look
        The manifest counts to `max_kb`.
    study : Proposal
        Whose provisions the page prints.

    Raises
    ------
    InputError
        As :func:`ceaseline.maps.page.render.draw`.
    """
    from ceaseline.layers.record.manifest import manifest  # noqa: PLC0415 - heavy, and only for a page that is kept
    from ceaseline.maps.page.render import draw  # noqa: PLC0415 - as above

    held = manifest(plans, study, drawing=recipe("map", **asdict(look)))
    drawn = draw(plans, look, study, reserved=len(json.dumps(held)) + _SEAL_BYTES)
    return seal(drawn.html.encode(), held), drawn.loss


def own(path: Path) -> Callable[[bytes], bool]:
    """Return how to tell whether an existing file is the tool's: by its mark, or by its seal.

    Examples
    --------
    >>> from pathlib import Path
    >>> own(Path("missing.pdf"))(b"%PDF-1.4")
    False
    """

    def check(head: bytes) -> bool:
        if marked(head):
            return True
        try:
            return bool(unseal(path.read_bytes(), path.name))
        except (OSError, InputError):
            return False

    return check


def publish(content: bytes, path: Path, *, overwrite: bool = False) -> str:
    """Write a file whole or not at all; return what to tell a person.

    Raises
    ------
    InputError
        As :func:`ceaseline.geo.files.write_atomic`.
    """
    write_atomic(path, content, overwrite=overwrite, ours=own(path))
    return f"Wrote {path} ({len(content):,} bytes)."
