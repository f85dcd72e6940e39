"""What may be said of cells that were read in other words than they are written."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.config.document import Document
from geomap.facts import ROUNDED
from geomap.facts.columns import Rows
from geomap.tables.plain.readings import ReadAs
from geomap.values.unit import UnitRow


def read_as(document: Document, units: Rows[UnitRow], numbers: Sequence[int] | None) -> tuple[ReadAs, ...]:
    """What the cells of a document's tables were read as, of these of its units, but of none whose position is rounded.

    `numbers` are those that the units have in the document; None where they are all that it has.
    """
    if not document.readings:
        return ()
    exact = units.numbers_where(lambda row: not row.precision and row.found_by != ROUNDED, "precision", "found_by")
    told = {*exact} if numbers is None else {numbers[number] for number in exact}
    return tuple(one for table in document.readings for one in table.told(told.__contains__))
