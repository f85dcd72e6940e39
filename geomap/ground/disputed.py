"""Who a disputed area belongs to: one table, read when the data is made, so that no code branches on a place.

Worldview `un` follows the maps of the UN Secretariat, `de-facto` shows who holds the ground and settles nothing.
Longitudes and latitudes are degrees, WGS 84; a box is west, south, east, north.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORLDVIEWS: Final = ("un", "de-facto")
# Areas with a code of their own that a worldview has no state on: they are named as regions are. The United Nations
# speak of Taiwan as a province of China (General Assembly resolution 2758, and its terminology since).
NO_COUNTRIES: Final = {"un": frozenset({"TW"}), "de-facto": frozenset[str]()}

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


@dataclass(frozen=True, slots=True)
class Contested:
    """Ground that may be stated to be in any of these countries (ISO alpha-2): what lies in any of the boxes."""

    countries: frozenset[str]
    boxes: tuple[Box, ...]


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

# Ground that more than one country claims, or that a border leaves open: a position in it may be stated to be in any of
# them, and it is not for a map to say which is right. It settles nothing. Boxes are coarse, no wider than the ground
# needs: beside it nobody's country is that of a neighbour. The codes are of all who claim what lies in the boxes.
CONTESTED: Final = (
    # Autonomous Republic of Crimea and Sevastopol; the oblasts of Kherson, Zaporizhzhia, Donetsk and Luhansk
    Contested(
        frozenset({"UA", "RU"}),
        (
            (32.3, 44.3, 36.7, 46.3),
            (31.5, 45.9, 35.4, 47.7),
            (34.1, 46.2, 37.3, 48.2),
            (36.5, 46.8, 38.3, 49.3),
            (37.7, 47.5, 40.3, 50.1),
        ),
    ),
    Contested(frozenset({"GE", "RU"}), ((39.9, 42.2, 42.2, 43.6), (43.4, 41.9, 44.6, 42.7))),
    Contested(frozenset({"MD", "RU"}), ((28.2, 46.3, 30.2, 48.2),)),  # Transnistria
    Contested(frozenset({"JP", "RU"}), ((145.2, 43.2, 149.3, 45.8),)),  # southern Kuril Islands
    Contested(frozenset({"AM", "AZ"}), ((45.7, 38.8, 47.7, 40.5), (44.8, 40.5, 46.0, 41.4), (44.8, 39.5, 45.1, 39.8))),
    Contested(frozenset({"CY", "TR"}), ((32.2, 34.9, 34.8, 35.8),)),
    Contested(frozenset({"CY", "GB"}), ((32.7, 34.5, 33.1, 34.8), (33.6, 34.9, 34.1, 35.2))),  # base areas
    Contested(frozenset({"SY", "TR"}), ((35.7, 35.8, 36.9, 37.1),)),  # Hatay
    Contested(frozenset({"IL", "SY"}), ((35.5, 32.6, 36.0, 33.5),)),  # Golan Heights
    Contested(frozenset({"IL", "LB", "SY"}), ((35.5, 33.1, 36.0, 33.5),)),  # Shebaa farms
    Contested(frozenset({"IL", "PS"}), ((34.1, 31.2, 34.6, 31.6), (34.88, 31.3, 35.6, 32.6))),  # Gaza, West Bank
    Contested(frozenset({"IR", "AE"}), ((54.3, 25.7, 55.6, 26.5),)),  # Abu Musa and the Tunbs
    Contested(frozenset({"IN", "PK"}), ((73.3, 32.3, 79.0, 37.1),)),  # Jammu and Kashmir
    Contested(frozenset({"IN", "CN"}), ((77.5, 32.4, 80.5, 36.0), (78.3, 30.9, 79.7, 32.4), (91.5, 26.6, 97.5, 29.6))),
    Contested(frozenset({"CN", "PK"}), ((74.0, 35.0, 78.0, 38.0),)),
    Contested(frozenset({"IN", "NP"}), ((80.2, 29.8, 81.1, 30.6), (83.7, 27.2, 84.1, 27.5))),
    Contested(frozenset({"CN", "BT"}), ((88.8, 27.1, 89.2, 27.5), (89.6, 27.9, 91.3, 28.4), (91.4, 27.1, 92.2, 27.7))),
    Contested(frozenset({"CN", "TW"}), ((116.6, 21.5, 122.3, 26.6),)),
    Contested(frozenset({"CN", "TW", "JP"}), ((123.3, 25.6, 124.7, 26.1),)),  # Senkaku or Diaoyu Islands
    Contested(frozenset({"CN", "TW", "VN"}), ((111.0, 15.6, 113.0, 17.3),)),  # Paracel Islands
    Contested(frozenset({"CN", "TW", "VN", "PH", "MY", "BN"}), ((111.0, 6.0, 118.0, 12.5),)),  # Spratly Islands
    Contested(frozenset({"CN", "TW", "PH"}), ((117.5, 15.0, 118.0, 15.4),)),  # Scarborough Reef
    Contested(frozenset({"MY", "PH"}), ((115.2, 4.0, 119.4, 7.5),)),  # Sabah
    Contested(frozenset({"KR", "KP"}), ((124.0, 33.0, 131.0, 43.1),)),  # each claims the whole peninsula
    Contested(frozenset({"JP", "KR"}), ((131.7, 37.1, 132.0, 37.4),)),  # Dokdo or Takeshima
    Contested(frozenset({"TH", "KH"}), ((102.2, 13.2, 105.3, 14.7), (102.2, 11.4, 102.9, 11.9))),
    Contested(frozenset({"RS", "XK"}), ((20.0, 41.8, 21.9, 43.3),)),
    Contested(frozenset({"AL", "XK"}), ((20.0, 41.8, 21.9, 43.3),)),
    Contested(frozenset({"HR", "RS"}), ((18.6, 45.1, 19.5, 46.0),)),  # islands of the Danube
    Contested(frozenset({"HR", "SI"}), ((13.4, 45.4, 13.8, 45.6), (16.2, 46.4, 16.7, 46.6))),
    Contested(frozenset({"GI", "ES"}), ((-5.4, 36.0, -5.3, 36.2),)),
    Contested(frozenset({"ES", "MA"}), ((-5.5, 35.8, -5.2, 36.0), (-4.0, 35.1, -2.8, 35.4), (-2.5, 35.1, -2.3, 35.3))),
    Contested(frozenset({"MA", "EH"}), ((-17.3, 20.7, -8.6, 27.8),)),
    Contested(frozenset({"SD", "EG"}), ((33.0, 21.7, 37.4, 23.3),)),  # Halaib, Bir Tawil
    Contested(frozenset({"SD", "SS"}), ((23.9, 8.6, 34.2, 12.4),)),  # Abyei, and the border that is not determined
    Contested(frozenset({"KE", "SS"}), ((34.4, 4.2, 36.2, 5.6),)),  # Ilemi triangle
    Contested(frozenset({"CF", "SD"}), ((22.8, 8.6, 24.3, 10.1),)),
    Contested(frozenset({"ET", "SD"}), ((35.4, 12.5, 36.8, 14.5),)),  # al-Fashaga
    Contested(frozenset({"ET", "ER"}), ((36.4, 14.0, 41.0, 15.1), (41.0, 12.2, 42.6, 14.0))),
    Contested(frozenset({"ER", "DJ"}), ((42.6, 12.4, 43.4, 12.9),)),  # Ras Doumeira
    Contested(frozenset({"SO", "ET"}), ((41.9, 3.9, 48.1, 11.2),)),  # Ogaden, behind a provisional line
    Contested(frozenset({"SO"}), ((42.6, 8.0, 49.2, 11.7),)),  # Somaliland
    Contested(frozenset({"TD", "LY"}), ((13.9, 21.4, 24.1, 23.7),)),  # Aouzou strip
    Contested(frozenset({"CM", "NG"}), ((8.3, 4.3, 9.4, 5.3),)),  # Bakassi
    Contested(frozenset({"RW", "CD"}), ((28.8, -2.9, 29.8, -1.2),)),
    Contested(frozenset({"KG", "TJ"}), ((69.2, 39.2, 71.9, 40.4),)),
    Contested(frozenset({"KG", "UZ"}), ((70.7, 39.7, 73.4, 41.7),)),
    Contested(frozenset({"FK", "GB", "AR"}), ((-61.6, -53.1, -57.5, -50.9),)),
    Contested(frozenset({"GS", "GB", "AR"}), ((-42.2, -59.6, -26.0, -53.4),)),
    Contested(frozenset({"GY", "VE"}), ((-61.5, 1.1, -57.8, 8.7),)),  # Essequibo
    Contested(frozenset({"SR", "GY"}), ((-58.2, 1.7, -56.4, 4.3),)),  # Tigri
    Contested(frozenset({"BZ", "GT"}), ((-89.4, 15.8, -87.4, 18.6),)),
    Contested(frozenset({"CO", "NI"}), ((-82.3, 12.0, -79.0, 16.3),)),  # San Andrés
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
