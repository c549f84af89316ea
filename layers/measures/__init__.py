"""What a plan comes to: one registry of measures, each a function in the file of its subject.

Here live the values, the registry, what measures share about a plan (its view), and the measures
of the line, the territory, the people and the zone. No tables, no words for a page: the floor
above lays out what is measured here.
"""

from ceaseline.layers.measures import line, territory, people, zone  # noqa: F401, I001 - they register, in this order
from ceaseline.layers.measures.figures import figures, quick_figures
from ceaseline.layers.plan.figure import Figure, find
from ceaseline.layers.measures.registry import REGISTRY, Measure, evaluate, measure, select
from ceaseline.layers.measures.view import PlanView

__all__ = [
    "REGISTRY",
    "Figure",
    "Measure",
    "PlanView",
    "evaluate",
    "figures",
    "find",
    "measure",
    "quick_figures",
    "select",
]
