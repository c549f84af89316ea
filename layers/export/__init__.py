"""Export a plan to the formats of other programs, and read an export back."""

from layers.export.back import returned
from layers.export.content import LAYERS, layers_of
from layers.export.write import FORMATS, SUFFIXES, export

__all__ = ["FORMATS", "LAYERS", "SUFFIXES", "export", "layers_of", "returned"]
