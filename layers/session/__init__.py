"""A placement edited by hand: figures while the hand is down, undo, checkpoints, a journal."""

from ceaseline.layers.session.desk import Desk
from ceaseline.layers.session.held import Held
from ceaseline.layers.session.journal import Journal
from ceaseline.layers.session.session import Session
from ceaseline.layers.session.trial import Trial

__all__ = ["Desk", "Held", "Journal", "Session", "Trial"]
