"""The January 2022 map as a hand-built scene: rough land, real places, every furniture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shapely import Geometry, LineString, Polygon

from geomap.facts import CountKind, Estimate, Formation, Place, Side, Source, Unit
from geomap.facts.columns import Records
from geomap.scene import Area, Artboard, Key, KeyRow, Label, Line, Pictogram, Scene, Symbol
from geomap.scene.beneath import Beneath, StillGround
from geomap.wording import formation

BOUNDS = (35.4, 46.0, 42.4, 50.2)
COAST = [
    (33, 45), (35, 45.9), (35.4, 46.5), (36.8, 46.75), (37.6, 47.08), (38.3, 47.2), (39.0, 47.27), (39.3, 47.05),
    (38.3, 46.65), (37.8, 46.6), (38.2, 46.0), (37.6, 45.5), (38, 44), (46, 44), (46, 52), (33, 52),
]  # fmt: skip
BORDER = LineString([(35.6, 50.4), (38.0, 49.9), (40.1, 49.6), (39.8, 48.3), (39.7, 47.85), (38.3, 47.6), (38.2, 47.1)])
CONTACT = LineString(
    [
        (39.25, 48.95),
        (38.9, 48.72),
        (38.35, 48.65),
        (38.1, 48.3),
        (37.72, 48.12),
        (37.65, 47.8),
        (37.8, 47.3),
        (37.7, 47.1),
    ]
)


def unit(  # noqa: PLR0917
    id: str,
    label: str,
    lat: float,
    lon: float,
    troops: Estimate | None,
    formations: tuple[Formation, ...] = (),
    **facts,
) -> Unit:
    return Unit(
        id=id, label=label, query=label, place=Place(lat, lon, label), troops=troops, formations=formations, **facts
    )


def symbol(unit: Unit, kinds: tuple[str, ...] = ()) -> Symbol:
    formations = tuple(formation(entry, "en") for entry in unit.formations)
    pictograms = tuple(Pictogram(kind, f"news/{kind}", (kind,)) for kind in kinds)
    return Symbol(unit.id, unit.place.lon, unit.place.lat, unit.label, formations, unit.troops, pictograms)


INFANTRY = Formation("motorized infantry")
FACTS = {"basis": "illustrative", "sources": ("nyt",)}
UNITS = (
    unit(
        "luhansk", "Luhansk", 48.568, 39.306, Estimate.exact(14000), (INFANTRY,),
        equipment={"tanks": Estimate.about(100)}, side="separatists", **FACTS,
    ),
    unit("donetsk", "Donetsk", 48.023, 37.802, Estimate.exact(18000), (INFANTRY,), side="separatists", **FACTS),
    unit(
        "persianovskiy", "Persianovskiy", 47.527, 39.419, Estimate.about(8000), (Formation("tank", 2), INFANTRY),
        side="russia", **FACTS,
    ),
    unit(
        "rostov-on-don", "Rostov-on-Don", 47.236, 39.701, Estimate(CountKind.RANGE, 9000, 12000),
        (
            INFANTRY, Formation("artillery"), Formation("headquarters", label="Southern Military District"),
            Formation("headquarters", label="Army Corps"),
        ),
        side="russia", **FACTS,
    ),
)  # fmt: skip
PICTOGRAMS = {
    "luhansk": ("artillery", "armored-vehicle", "tank"),
    "donetsk": ("artillery", "armored-vehicle", "tank"),
    "persianovskiy": ("tank", "armored-vehicle"),
    "rostov-on-don": ("artillery", "installation"),
}
KEY = Key(
    "Troops",
    (1000, 5000, 10000),
    (
        KeyRow("pictogram", "news/artillery", "Artillery", "Artillery", about="artillery"),
        KeyRow("pictogram", "news/armored-vehicle", "Armored vehicles", "Armored vehicles", about="armored-vehicle"),
        KeyRow("pictogram", "news/tank", "Tanks", "Tanks", about="tank"),
        KeyRow(
            "pictogram",
            "news/installation",
            "Other military or air installations",
            "Other installations",
            about="installation",
        ),
        KeyRow("mark", "range", "Range: least and most", "Range: least and most"),
    ),
)
LABELS = (
    Label("ukraine", "Ukraine", 37.0, 49.2, "country"),
    Label("russia", "Russia", 41.4, 49.3, "country"),
    Label("azov", "Sea of Azov", 36.7, 46.35, "water"),
    Label("total", "32,000 troops in Eastern Ukraine", 38.3, 48.35, "note", {"is_total": True}),
    Label(
        "analysts", "Analysts say that forces here could be used to take more land than the separatists hold now.",
        36.4, 47.6, "note", layer="analysts",
    ),
)  # fmt: skip
ARTBOARDS = (
    Artboard("wide", 1050, 780),
    Artboard("medium", 720),
    Artboard("narrow", 480, drop=("formations",), key="short"),
    Artboard("phone", 335, drop=("formations", "notes.analysts", "labels.water"), key="short"),
)
SOURCES = {
    "nyt": Source(
        "nyt", "The New York Times", "Russian troops near Ukraine", "https://www.nytimes.com/", date(2022, 1, 12)
    )
}


def ground(land: Geometry, *borders: Geometry) -> StillGround:
    """Land and borders beneath a scene."""
    lines = tuple(Line("border", "border", border) for border in borders)
    return StillGround(Beneath((Area("land", "land", land),), lines))


def january(land: Geometry | None = None, border: Geometry = BORDER, contact: Geometry = CONTACT) -> Scene:
    """The scene, upon a basemap of the caller's or upon a rough one."""
    return Scene(
        name="eastern-ukraine",
        title="Russian forces near eastern Ukraine",
        subtitle="Troops, armor and artillery on both sides of the border, as reported in early January 2022.",
        as_of=date(2022, 1, 12),
        lang="en",
        credit="Map data: Natural Earth; GeoNames CC BY 4.0",
        worldview="un",
        notes=(
            "Circle area is proportional to the number of troops.",
            "Circle sizes and equipment at single sites are illustrative, not reported figures.",
            "Borders as recognized by the United Nations.",
        ),
        source_line="Source: The New York Times",
        bounds=BOUNDS,
        largest_value=18000,
        max_diameter=60,
        key=KEY,
        areas=(),
        lines=(
            Line(
                "contact", "contact_line", contact, True, "Approximate line between Ukrainian and Russian-backed forces"
            ),
        ),
        ground=ground(land or Polygon(COAST), border),
        symbols=Records(symbol(unit, PICTOGRAMS.get(unit.id, ())) for unit in UNITS),
        at_places=Records(symbol(unit, PICTOGRAMS.get(unit.id, ())) for unit in UNITS),
        labels=LABELS,
        units=Records(UNITS),
        sides={"separatists": Side("separatists", "Russian-backed forces"), "russia": Side("russia", "Russian forces")},
        sources=SOURCES,
        artboards=ARTBOARDS,
        alt="Map of eastern Ukraine: circles show troops at Luhansk, Donetsk, Persianovskiy and Rostov-on-Don.",
    )


def with_units(scene: Scene, *units: Unit) -> Scene:
    """The scene with other units in place of its own."""
    marks = Records(symbol(unit) for unit in units)
    return replace(scene, units=Records(units), symbols=marks, at_places=marks)
