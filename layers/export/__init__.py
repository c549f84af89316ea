"""Export a plan to the formats of other programs, and read an export back."""

from ceaseline.layers.export.back import returned
from ceaseline.layers.export.content import layer_of, layers_of
from ceaseline.layers.export.fields import FIELDS, LAYERS
from ceaseline.layers.export.write import (
    FORMATS,
    ONE_LAYER,
    SUFFIXES,
    beside,
    checked_layer,
    export,
)

__all__ = [
    "FIELDS",
    "FORMATS",
    "LAYERS",
    "ONE_LAYER",
    "SUFFIXES",
    "beside",
    "checked_layer",
    "export",
    "layer_of",
    "layers_of",
    "returned",
]
