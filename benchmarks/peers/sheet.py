"""What both matplotlib scripts draw alike: symbols, labels, title, key, scale bar, notes. No geography library here.

Lengths are px of a sheet of 1050 x 840, y downwards, as a designer would place them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import offset_copy

WIDTH, HEIGHT, SCALE = 1050, 840, 2
DPI = 100 * SCALE  # one px of the sheet is 1/100 inch
PT = 0.72  # points in one px of the sheet
FRAME = (16, 91, 1018, 697)

VIEW = (35.7, 46.2, 41.8, 49.9)
CONIC = "+proj=lcc +lat_0=48.05 +lon_0=38.75 +lat_1=46.816667 +lat_2=49.283333 +datum=WGS84 +units=m"

SEA, LAND, BORDER, COAST = "#dbe7ee", "#f5f3ed", "#8d8a84", "#9db4c1"
INK, MUTED, WATER_INK, COUNTRY_INK = "#1f1f1f", "#5a5a57", "#3d6a85", "#6f6c66"
SYMBOL, PICTOGRAM = "#b04c1a", "#333333"

LARGEST = 18_000
MARKERS = {"artillery": "^", "armored vehicles": "o", "tanks": "s", "installations": "P"}
KEY_TEXTS = {
    "artillery": "Artillery",
    "armored vehicles": "Armored vehicles",
    "tanks": "Tanks",
    "installations": "Other military or air installations",
}


@dataclass(frozen=True)
class Site:
    """One site, with the px from its circle's centre to its label."""

    name: str
    lon: float
    lat: float
    troops: int
    equipment: tuple[str, ...]
    formations: tuple[str, ...]
    label: tuple[float, float]


SITES = (
    Site("Luhansk", 39.30553, 48.56814, 14_000, ("armored vehicles",), ("Motorized infantry unit",), (27, 16)),
    Site("Donetsk", 37.80224, 48.023, 18_000, ("armored vehicles",), ("Motorized infantry unit",), (35, -25)),
    Site(
        "Persianovskiy",
        39.4193,
        47.52729,
        8_000,
        ("armored vehicles", "tanks"),
        ("2 tank units", "Motorized infantry unit"),
        (21, -78),
    ),
    Site(
        "Rostov-on-Don",
        39.70769,
        47.21997,
        10_000,
        ("artillery", "armored vehicles", "installations"),
        ("Motorized infantry unit", "Artillery unit", "Southern Military District", "Army Corps"),
        (27, -48),
    ),
)

NAMES = (  # text, lon, lat, style
    ("U K R A I N E", 37.7, 49.2, {"size": 17 * PT, "weight": "bold", "color": COUNTRY_INK}),
    ("R U S S I A", 41.2, 48.9, {"size": 17 * PT, "weight": "bold", "color": COUNTRY_INK}),
    ("SEA OF AZOV", 37.0, 46.4, {"size": 14.5 * PT, "style": "italic", "color": WATER_INK, "halo": SEA}),
    ("32,000 troops in\nEastern Ukraine", 38.8, 48.3, {"size": 16 * PT, "weight": "bold"}),
    (
        "Analysts say the forces in\nthe east could be used to\nseize more territory than\nthe separatists now hold.",
        35.8,
        48.35,
        {"size": 14 * PT, "ha": "left"},
    ),
    (
        "Approximate line\nbetween Ukrainian and\nRussian-backed forces",
        38.6,
        48.93,
        {"size": 13 * PT, "style": "italic"},
    ),
)

PAGE_TEXTS = (  # text, x, y of the baseline, style
    ("Russian forces near eastern Ukraine", 16, 36, {"size": 27 * PT, "weight": "bold"}),
    (
        "Troops and equipment reported in the separatist-held east and across the border",
        16,
        60,
        {"size": 16 * PT, "color": MUTED},
    ),
    ("Data as of January 12, 2022", 16, 79, {"size": 13 * PT, "color": MUTED}),
    (
        "Circle area is proportional to the number of troops. Circle sizes and equipment at single sites are "
        "illustrative, not reported figures. Borders as recognized by the United Nations.",
        16,
        806,
        {"size": 11.5 * PT, "color": MUTED},
    ),
    (
        "Sources: The New York Times (January 12, 2022); contact line digitized from published lists of towns; "
        "Natural Earth; GeoNames",
        16,
        823,
        {"size": 11.5 * PT, "color": MUTED},
    ),
)


def diameter(troops: int) -> float:
    """Px; the area is proportional to the troops."""
    return 60 * (troops / LARGEST) ** 0.5


def new_sheet() -> tuple[Figure, Axes, Axes]:
    """The figure, its map in the frame, and axes over the whole sheet whose units are px."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=DPI)
    x, y, width, height = FRAME
    world = figure.add_axes((x / WIDTH, 1 - (y + height) / HEIGHT, width / WIDTH, height / HEIGHT), facecolor=SEA)
    world.set(xticks=[], yticks=[])
    world.spines[:].set_visible(False)
    page = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    page.set_axis_off()
    return figure, world, page


def draw_sites(ax: Axes, x: list[float], y: list[float]) -> None:
    """Circles, then each site's name, pictograms and formations. Positions are in the axes' own units."""
    sizes = [(diameter(site.troops) * PT) ** 2 for site in SITES]
    ax.scatter(x, y, s=sizes, color=SYMBOL, alpha=0.78, edgecolor="white", linewidth=PT, zorder=5)
    for site, *at in zip(SITES, x, y, strict=True):
        dx, dy = site.label
        _label(ax, site.name, at, (dx, dy), size=16 * PT, weight="bold")
        _label(ax, "\n".join(site.formations), at, (dx, dy + 38), size=13 * PT, color="#3c3c3a", linespacing=1.25)
        for index, kind in enumerate(site.equipment):
            moved = offset_copy(ax.transData, ax.figure, (dx + 8 + 21 * index) * PT, -(dy + 28) * PT, units="points")
            ax.plot(*at, MARKERS[kind], color=PICTOGRAM, markersize=11 * PT, transform=moved, zorder=6)


def _label(ax: Axes, text: str, at: list[float], px: tuple[float, float], **style: object) -> None:
    offset = (px[0] * PT, -px[1] * PT)
    ax.annotate(text, at, offset, textcoords="offset points", va="top", zorder=7, path_effects=_halo(LAND), **style)


def _halo(colour: str) -> list[withStroke]:
    return [withStroke(linewidth=3.6 * PT, foreground=colour)]


def draw_names(ax: Axes, x: list[float], y: list[float]) -> None:
    """Countries, waters and notes, at positions in the axes' own units."""
    for (text, _, _, given), *at in zip(NAMES, x, y, strict=True):
        style = {"ha": "center", "va": "center", "color": INK, "halo": LAND, **given}
        ax.text(*at, text, path_effects=_halo(style.pop("halo")), zorder=7, **style)


def draw_page(page: Axes, metres_per_px: float) -> None:
    """Title, notes, key and scale bar."""
    for text, x, y, style in PAGE_TEXTS:
        page.text(x, y, text, va="baseline", **style)
    page.text(WIDTH - 16, 823, "Made with geopandas and matplotlib", ha="right", size=11.5 * PT, color=MUTED)
    page.add_patch(Rectangle((26, 101), 247, 180, color="white", alpha=0.9, linewidth=0))
    page.text(36, 121, "Troops", size=13.5 * PT, weight="bold")
    for troops in (10_000, 5_000, 1_000):
        radius = diameter(troops) / 2
        page.add_patch(
            Circle((58, 175 - radius), radius, facecolor=SYMBOL, alpha=0.78, edgecolor="white", linewidth=PT)
        )
        page.plot((58, 90), (175 - 2 * radius,) * 2, color=MUTED, linewidth=0.7 * PT)
        page.text(93, 175 - 2 * radius, f"{troops:,}", va="center", size=12.5 * PT)
    for index, kind in enumerate(KEY_TEXTS):
        page.plot(44, 194 + 23 * index, MARKERS[kind], color=PICTOGRAM, markersize=11 * PT)
        page.text(60, 194 + 23 * index, KEY_TEXTS[kind], va="center", size=12.5 * PT)
    _scale_bar(page, metres_per_px)


def _scale_bar(page: Axes, metres_per_px: float) -> None:
    left, y = 940, 763
    right, middle = left + 50_000 / metres_per_px, left + 20 * 1609.344 / metres_per_px
    page.plot((left, left, right, right), (y - 6, y, y, y - 6), color=MUTED, linewidth=PT)
    page.plot((left, left, middle, middle), (y + 6, y, y, y + 6), color=MUTED, linewidth=PT)
    page.text(left + 4, y - 4, "50 km", size=10.5 * PT, color=MUTED)
    page.text(left + 4, y + 4, "20 miles", size=10.5 * PT, color=MUTED, va="top")
