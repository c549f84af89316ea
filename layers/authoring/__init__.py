"""Make a study of one's own, and check one: every fault with its place and remedy.

What a study is stands in :mod:`ceaseline.layers.study`; how its parts are read, with what reads
them. Here lives only what a person needs who writes one.
"""

from ceaseline.layers.authoring.inspect import inspect_study
from ceaseline.layers.authoring.new import NewStudy, new_study

__all__ = ["NewStudy", "inspect_study", "new_study"]
