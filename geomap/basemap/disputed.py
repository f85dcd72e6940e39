"""Who a disputed area belongs to: one table, read when the data is made, so that no code branches on a place.

Worldview `un` follows the maps of the UN Secretariat, `de-facto` shows who holds the ground and settles nothing.
Longitudes and latitudes are degrees, WGS 84.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORLDVIEWS: Final = ("un", "de-facto")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Disputed:
    """One area: under each worldview the id of the area it is drawn as (ISO alpha-2 or its own slug), and why.

    An area is `disputed` (hatched) under a worldview that gives it its own slug.
    """

    slug: str
    name: str
    un: str
    de_facto: str
    why: str

    def area(self, worldview: str) -> str:
        """Id of the area this one is part of."""
        return self.un if worldview == "un" else self.de_facto


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A border drawn as not settled: between two areas of worldview `un`, inside a box, under some worldviews."""

    pair: frozenset[str]
    worldviews: tuple[str, ...]
    why: str
    box: Box = (-180.0, -90.0, 180.0, 90.0)


AREAS: Final = (
    Disputed(
        "crimea",
        "Crimea",
        "UA",
        "crimea",
        "General Assembly resolution 68/262: part of Ukraine; held by Russia since 2014.",
    ),
    Disputed(
        "kosovo",
        "Kosovo",
        "XK",
        "XK",
        "Security Council resolution 1244: UN maps show it apart behind a dashed line; self-governing since 2008.",
    ),
    Disputed(
        "northern-cyprus",
        "Northern Cyprus",
        "CY",
        "northern-cyprus",
        "Security Council resolutions 541 and 550: the declared state is invalid; held by Turkish forces since 1974.",
    ),
    Disputed(
        "cyprus-buffer-zone",
        "UN Buffer Zone in Cyprus",
        "CY",
        "cyprus-buffer-zone",
        "Territory of Cyprus, patrolled by UNFICYP; neither side holds it.",
    ),
    Disputed(
        "somaliland",
        "Somaliland",
        "SO",
        "somaliland",
        "UN maps show it as part of Somalia; self-governing since 1991, its statehood not generally recognised.",
    ),
    Disputed(
        "western-sahara-west",
        "Western Sahara, west of the berm",
        "EH",
        "western-sahara-west",
        "On the UN list of non-self-governing territories; held by Morocco.",
    ),
    Disputed(
        "western-sahara-east",
        "Western Sahara, east of the berm",
        "EH",
        "western-sahara-east",
        "On the UN list of non-self-governing territories; held by the Polisario Front.",
    ),
    Disputed(
        "golan",
        "Golan Heights",
        "SY",
        "golan",
        "Security Council resolution 497: Israeli annexation null and void, Syrian territory; held by Israel.",
    ),
    Disputed(
        "siachen",
        "Siachen Glacier",
        "siachen",
        "siachen",
        "UN maps: the final status of Jammu and Kashmir is not agreed; held by India, claimed by Pakistan.",
    ),
    Disputed(
        "spratly-islands",
        "Spratly Islands",
        "spratly-islands",
        "spratly-islands",
        "Claimed by six governments, single reefs held by five.",
    ),
    Disputed(
        "scarborough-reef",
        "Scarborough Reef",
        "scarborough-reef",
        "scarborough-reef",
        "Claimed by China, the Philippines and Taiwan.",
    ),
)

BOTH: Final = WORLDVIEWS
LINES: Final = (
    DisputedLine(frozenset({"RS", "XK"}), ("un",), "UN maps draw it dashed, resolution 1244."),
    DisputedLine(frozenset({"MA", "EH"}), BOTH, "Western Sahara is not self-governing; its limits are not settled."),
    DisputedLine(frozenset({"IL", "PS"}), BOTH, "Armistice lines of 1949, not borders."),
    DisputedLine(frozenset({"IL", "SY"}), BOTH, "Golan Heights: armistice and disengagement lines."),
    DisputedLine(
        frozenset({"IN", "PK"}),
        BOTH,
        "Line of Control; the status of Jammu and Kashmir is not agreed.",
        (73, 32.4, 78, 37),
    ),
    DisputedLine(frozenset({"IN", "CN"}), BOTH, "Line of Actual Control in Ladakh.", (77.5, 32.4, 80.5, 36)),
    DisputedLine(
        frozenset({"CN", "PK"}), BOTH, "North of Kashmir; agreed in 1963 subject to a settlement.", (74, 35, 78, 38)
    ),
    DisputedLine(frozenset({"IN", "CN"}), BOTH, "McMahon Line, not accepted by China.", (91.6, 27, 97.5, 29.6)),
    DisputedLine(frozenset({"SD", "SS"}), ("un",), "UN maps: the final boundary has not been determined."),
)

# Pairs that claim ground of each other, or one of which the other claims: where one of them is stated for a position in
# the other, it is not for a map to say which is right, so that nothing is said. It settles nothing, and only grows.
CONTESTED: Final = frozenset(
    {
        *(line.pair for line in LINES),
        *map(
            frozenset,
            (
                *(("UA", "RU"), ("GE", "RU"), ("MD", "RU"), ("JP", "RU"), ("AM", "AZ"), ("CY", "TR"), ("CY", "GB")),
                *(("IL", "LB"), ("LB", "SY"), ("SY", "TR"), ("IR", "AE"), ("CN", "TW"), ("CN", "BT"), ("IN", "NP")),
                *(("KR", "KP"), ("JP", "KR"), ("SD", "EG"), ("SO", "ET"), ("ET", "ER"), ("ET", "SD"), ("ER", "DJ")),
                *(("KE", "SS"), ("GB", "AR"), ("FK", "AR"), ("GS", "AR"), ("GI", "ES"), ("ES", "MA"), ("GY", "VE")),
                *(("SR", "GY"), ("BZ", "GT"), ("CO", "NI"), ("KG", "TJ"), ("KG", "UZ"), ("TH", "KH"), ("MY", "PH")),
                *(("AL", "XK"), ("HR", "RS"), ("HR", "SI"), ("TD", "LY"), ("CF", "SD"), ("CM", "NG"), ("RW", "CD")),
            ),
        ),
    }
)


def area_of(entity: str, worldview: str) -> str:
    """The id of the area that an entity of the data (ISO alpha-2 or slug of this table) is drawn as."""
    return next((row.area(worldview) for row in AREAS if row.slug == entity), entity)


def is_disputed(area: str) -> bool:
    """Whether an area stands for itself as disputed ground: its id is a slug of the table, not an ISO code."""
    return any(row.slug == area for row in AREAS)


def is_disputed_line(first: str, second: str, box: Box, worldview: str) -> bool:
    """Whether the line between two entities, lying wholly inside `box`, is drawn as not settled.

    It is where the UN has no border at all, around ground the UN gives to nobody, and where the table says so: the pair
    of a row are the areas under `un`, so that the limits of Western Sahara stay one row whoever holds its parts.
    """
    pair = frozenset((area_of(first, "un"), area_of(second, "un")))
    return (
        len(pair) == 1
        or any(is_disputed(area) for area in pair)
        or any(line.pair == pair and worldview in line.worldviews and _inside(box, line.box) for line in LINES)
    )


def _inside(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
