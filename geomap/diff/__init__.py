"""Two states of the same units: who came, left, moved, grew or shrank, and what is only said differently."""

from geomap.diff.compare import compare
from geomap.diff.records import Change, Diff, Difference, Move, Total

__all__ = ["Change", "Diff", "Difference", "Move", "Total", "compare"]
