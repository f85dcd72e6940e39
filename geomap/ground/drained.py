"""Waters that are in the data of the ground and are no longer there: by name, the first day without them, and why.

A map that is of such a day draws land where they were. Added to only with a source, which docs/choices.md names too.
"""

from __future__ import annotations

from datetime import date

DRAINED = {
    # The dam of the Kakhovka plant was breached on 6 June 2023; the reservoir fell below its dead level within days.
    # UNEP, "Rapid Environmental Assessment of Kakhovka Dam Breach; Ukraine, 2023" (October 2023).
    "Kakhovka Reservoir": date(2023, 6, 7),
}


def drained_on(day: date | None) -> frozenset[str]:
    """The English names of the waters that are not there on the day of a map; none where it has no day."""
    return frozenset(name for name, since in DRAINED.items() if day and day >= since)
