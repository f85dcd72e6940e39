"""What is asked of the gazetteer, and what it answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Query:
    """A place as the user names it. `country` and `admin` are codes or names; `near` is (lat, lon) in degrees."""

    name: str
    country: str = ""
    admin: str = ""
    near: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer. Degrees, WGS 84; a population of 0 is unknown; `country` is ISO 3166-1 alpha-2.

    `name` is the one GeoNames calls it by, for the record: a map prints the user's own.
    """

    geonames_id: int
    name: str
    lat: float
    lon: float
    country: str
    admin: str
    population: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a query. `candidates` holds the winner and those that lost, best first, ten at most."""

    status: Literal["found", "ambiguous", "not_found"]
    place: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The answer as `geomap geocode --json` prints it; the position is null where no place was found."""
        return {
            "status": self.status,
            "lat": self.place and self.place.lat,
            "lon": self.place and self.place.lon,
            "name": self.place and self.place.name,
            "geonames_id": self.place and self.place.geonames_id,
            "candidates": [asdict(candidate) for candidate in self.candidates],
            "remarks": list(self.remarks),
        }
