"""What a format of files is, for those that list formats without writing any."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Format"]


@dataclass(frozen=True)
class Format:
    """A format of files.

    Attributes
    ----------
    name : str
        What it is asked for by.
    suffixes : tuple of str
        Of its files; the first is the one that they are given.
    one_layer : bool
        Whether a file holds one layer only; its `write` takes the layer's name too.
    mute : bool
        Whether it has no place for the sources, which then go into a file beside.
    rank : int
        Its place in lists.
    """

    name: str
    suffixes: tuple[str, ...]
    one_layer: bool = False
    mute: bool = False
    rank: int = 100
