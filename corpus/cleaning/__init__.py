"""Cleaning (清洗): what is no speech is left out, lines broken inside a sentence are joined, and nothing is changed.

Every step only deletes, and every deletion is recorded, so that ``apply_cuts`` replays it. When in doubt a line stays.
"""

from corpus.cleaning.cuts import apply_cuts, clean, dropped_lines, removed_lines
from corpus.cleaning.table import STEPS, Step

__all__ = ["STEPS", "Step", "apply_cuts", "clean", "dropped_lines", "removed_lines"]
