"""Styles for QGIS, in its own XML (QML): what a layer looks like when a GeoPackage is opened there.

Colours, widths and dashes are those of the map. Sizes are millimetres on paper, as QGIS knows no CSS px.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from geomap.fonts import FAMILY
from geomap.marks.change import change_colour
from geomap.marks.style import (
    ABOUT_STRENGTH,
    ABOUT_WIDTH,
    AREAS,
    ARROW_HALF_WIDTH,
    ARROW_HEAD,
    ARROW_TAIL,
    HATCH_STRENGTH,
    HATCH_WIDTH,
    LINES,
    SYMBOL_EDGE,
    TYPE,
)
from geomap.measure import PT_PER_PX, PX_PER_MM
from geomap.scene import Area, Label, Line, Scene
from geomap.scene.change import ChangeKind
from geomap.scene.styles import SYMBOL_OPACITY, Style, mixed
from geomap.wording import phrase

_WIDE = 1050.0  # px; the artboard whose type sizes are taken
_UNKNOWN, _POINT = 17.0, 5.0  # px of the marks of an unknown count and of none

Properties = Mapping[str, str]


def unit_style(scene: Scene) -> str:
    """Circles as on the map: area by troops, colour by side or change; rings for ranges and "about"."""
    kinds = dict.fromkeys(symbol.change.kind for symbol in scene.symbols if symbol.change)
    if kinds:
        return _document(_categorized("change", _changed(kinds, scene)), _labels("label", "place", scene.style))
    colours = {"": scene.unstated, **{side.id: side.colour for side in scene.sides.values()}}
    names = {side.id: side.label for side in scene.sides.values()}
    used = dict.fromkeys(unit.side for unit in scene.units)
    symbols = [_unit_symbol(scene, colours.get(side) or scene.style.symbol) for side in used]
    categories = [(side, names.get(side, ""), symbol) for side, symbol in zip(used, symbols, strict=True)]
    return _document(_categorized("side", categories), _labels("label", "place", scene.style))


def _changed(kinds: Iterable[ChangeKind], scene: Scene) -> Iterator[tuple[str, str, str]]:
    """A symbol for each kind of change; its words are the key's, without what they say of rings, which are not here."""
    for kind in kinds:
        name = phrase(f"key.change.{kind}", scene.lang).partition(";")[0]
        yield kind, name, _unit_symbol(scene, change_colour(kind, scene.style))


def line_style(lines: Sequence[Line], look: Style) -> str:
    """Each line in its colour, width and dashes; arrows with their heads."""
    return _document(_categorized("id", [(line.id, line.callout or line.id, _line(line, look)) for line in lines]))


def area_style(areas: Sequence[Area], look: Style) -> str:
    """Each area with its tint or strokes and its outline."""
    return _document(_categorized("id", [(area.id, area.label or area.id, _area(area, look)) for area in areas]))


def text_style(labels: Sequence[Label], look: Style) -> str:
    """Texts alone, without a mark for their position."""
    style = labels[0].style if labels else "note"
    return _document('<renderer-v2 type="nullSymbol"/>', _labels("text", style, look))


def _unit_symbol(scene: Scene, colour: str) -> str:
    """A disc for the lower end, a ring for the upper, one for "about", and marks of one size for what is not known."""

    def diameter(column: str) -> str:
        return f'{scene.max_diameter / PX_PER_MM:.4f} * sqrt("{column}" / {scene.largest_value:.1f})'

    fill, edge, paper = _rgba(colour, SYMBOL_OPACITY), _rgba(colour), _rgba(scene.style.paper)
    soft = _rgba(mixed(colour, scene.style.paper, ABOUT_STRENGTH))
    unknown = _mm(_UNKNOWN)
    ring = {"color": _rgba(scene.style.paper, 0.0), "outline_color": edge, "outline_width": _mm(1.4)}
    return _symbol(
        "marker",
        _layer(
            "SimpleMarker",
            {"name": "circle", "color": fill, "outline_style": "no", **_IN_MM},
            size=f"coalesce({diameter('troops_min')}, 0)",
        ),
        _layer(
            "SimpleMarker",
            {"name": "circle", **ring, "outline_style": "dash", **_IN_MM},
            size=f'if("troops_max" > coalesce("troops_min", 0), {diameter("troops_max")}, 0)',
        ),
        _layer(
            "SimpleMarker",
            {"name": "circle", **ring, "outline_color": soft, "outline_width": _mm(ABOUT_WIDTH), **_IN_MM},
            size=f"if(\"troops_kind\" = 'about', {diameter('troops_min')} + {_mm(2 * SYMBOL_EDGE + ABOUT_WIDTH)}, 0)",
        ),
        _layer(
            "SimpleMarker",
            {"name": "circle", "color": paper, "outline_color": edge, "outline_width": _mm(1.2), **_IN_MM},
            size=f'if("troops_kind" = \'unknown\', {unknown}, if("troops_max" = 0, {_mm(_POINT)}, 0))',
        ),
        _layer(
            "FontMarker",
            {"font": FAMILY, "chr": "?", "color": _rgba(scene.style.text), **_IN_MM},
            size=f"if(\"troops_kind\" = 'unknown', {_mm(TYPE['key'].wide)}, 0)",
        ),
        _layer(
            "SimpleMarker",
            {"name": "circle", "color": edge, "outline_style": "no", **_IN_MM},
            size=f'if("troops_kind" is null, {_mm(_POINT)}, 0)',
        ),
    )


def _line(line: Line, look: Style) -> str:
    kind = LINES[line.role].with_pen(line.pen)
    colour = _rgba(line.colour or look.colour(kind.colour))
    dash = kind.dashes(line.approximate)
    if line.role == "arrow" and not dash:
        return _symbol("line", _arrow(colour, kind.width))
    stroke = {"line_color": colour, "line_width": _mm(kind.width), "line_width_unit": "MM", "capstyle": "flat"}
    layers = [_layer("SimpleLine", {**stroke, "joinstyle": "round", **_dashes(dash)})]
    if line.role == "arrow":
        head = {"name": "filled_arrowhead", "color": colour, "outline_color": colour, "size": _mm(ARROW_HEAD), **_IN_MM}
        marker = _symbol("marker", _layer("SimpleMarker", head), name="@0@1")
        layers.append(_layer("MarkerLine", {"placement": "lastvertex", "rotate": "1"}, marker))
    return _symbol("line", *layers)


def _arrow(colour: str, width: float) -> str:
    """A shaft that widens to a head; QGIS draws it in one, which has no dashes."""
    sizes = {"arrow_width": width, "arrow_start_width": width * ARROW_TAIL}
    sizes |= {"head_length": ARROW_HEAD, "head_thickness": ARROW_HALF_WIDTH}
    properties = {name: _mm(px) for name, px in sizes.items()} | {f"{name}_unit": "MM" for name in sizes}
    inside = _symbol("fill", _layer("SimpleFill", {"color": colour, "outline_style": "no"}), name="@0@0")
    return _layer("ArrowLine", {**properties, "is_curved": "0", "is_repeated": "0"}, inside)


def _area(area: Area, look: Style) -> str:
    kind = AREAS[area.role].with_pen(area.pen)
    colour = area.colour or look.colour(kind.colour)
    layers = []
    if kind.opacity:
        tint = _rgba(colour, kind.opacity * look.tint)
        layers.append(_layer("SimpleFill", {"color": tint, "style": "solid", "outline_style": "no"}))
    if kind.hatch:
        stroke = {"line_color": _rgba(colour, HATCH_STRENGTH), "line_width": _mm(HATCH_WIDTH), "line_width_unit": "MM"}
        strokes = _symbol("line", _layer("SimpleLine", stroke), name=f"@0@{len(layers)}")
        pattern = {"angle": "45", "distance": _mm(kind.hatch), "distance_unit": "MM"}
        layers.append(_layer("LinePatternFill", pattern, strokes))
    outline = {"line_color": _rgba(colour), "line_width": _mm(kind.width), "line_width_unit": "MM"}
    layers.append(_layer("SimpleLine", {**outline, **_dashes(kind.dashes(area.approximate))}))
    return _symbol("fill", *layers)


_IN_MM = {"size_unit": "MM", "outline_width_unit": "MM", "scale_method": "diameter"}


def _dashes(px: Sequence[float]) -> Properties:
    """Pattern of a stroke; a solid one has none."""
    pattern = {"customdash": ";".join(map(_mm, px)), "customdash_unit": "MM", "use_custom_dash": "1"}
    return pattern if px else {"use_custom_dash": "0"}


def _mm(px: float) -> str:
    return f"{px / PX_PER_MM:.4f}"


def _rgba(colour: str, opacity: float = 1.0) -> str:
    """A colour as QGIS writes it."""
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + f",{round(255 * opacity)}"


def _document(renderer: str, labels: str = "") -> str:
    parts = f'styleCategories="Symbology|Labeling" labelsEnabled="{int(bool(labels))}"'
    kind = '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
    return f'{kind}\n<qgis version="3.22.0" {parts}>\n{renderer}\n{labels}</qgis>\n'


def _categorized(column: str, categories: Iterable[tuple[str, str, str]]) -> str:
    """A symbol for each value of a column, which the legend names by a label."""
    rows = list(categories)
    heads = "".join(
        f"<category value={quoteattr(value)} label={quoteattr(label)}"
        f' type="{"string" if value else "NULL"}" symbol="{index}" render="true"/>'
        for index, (value, label, _) in enumerate(rows)
    )
    symbols = "".join(symbol.replace('name="@"', f'name="{index}"', 1) for index, (*_, symbol) in enumerate(rows))
    return (
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)} enableorderby="0" forceraster="0">'
        f"<categories>{heads}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _symbol(kind: str, *layers: str, name: str = "@") -> str:
    return f'<symbol type="{kind}" name="{name}" alpha="1" clip_to_extent="1">{"".join(layers)}</symbol>'


def _layer(kind: str, properties: Properties, inside: str = "", *, size: str = "") -> str:
    """A layer of a symbol; its size may be computed from the columns."""
    computed = f"<data_defined_properties>{_computed_size(size)}</data_defined_properties>" if size else ""
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0">{_options(properties)}{computed}{inside}</layer>'


def _options(properties: Properties) -> str:
    inside = "".join(_option(name, value) for name, value in properties.items())
    return f'<Option type="Map">{inside}</Option>'


def _option(name: str, value: str, kind: str = "QString") -> str:
    return f"<Option name={quoteattr(name)} value={quoteattr(value)} type={quoteattr(kind)}/>"


def _computed_size(expression: str) -> str:
    by_expression = _option("expression", expression) + _option("type", "3", "int")
    inside = _option("active", "true", "bool") + by_expression
    size = f'<Option name="properties" type="Map"><Option name="size" type="Map">{inside}</Option></Option>'
    return f'<Option type="Map">{_option("name", "")}{size}{_option("type", "collection")}</Option>'


def _labels(column: str, role: str, look: Style) -> str:
    """The texts of a column in the type of a role, with a halo of land."""
    kind = TYPE[role]
    look_of_it = {
        "fieldName": column,
        "fontFamily": FAMILY,
        "fontSize": f"{kind.size(_WIDE) * PT_PER_PX:g}",
        "fontSizeUnit": "Point",
        "fontWeight": {"regular": "50", "semibold": "63", "bold": "75"}[kind.weight],
        "fontItalic": str(int(kind.italic)),
        "textColor": _rgba(look.ink(kind.colour, look.land)),
        "isExpression": "0",
    }
    style = " ".join(f"{name}={quoteattr(value)}" for name, value in look_of_it.items())
    halo = f'<text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" bufferColor="{_rgba(look.land)}"/>'
    around = '<placement placement="6" dist="1" distUnits="MM" offsetType="1"/>' if role == "place" else (
        '<placement placement="1" quadOffset="4"/>'
    )  # fmt: skip
    wrap = '<text-format autoWrapLength="32" useMaxLineLengthForAutoWrap="1"/>'
    inside = f"<text-style {style}>{halo}</text-style>{wrap}{around}"
    return f'<labeling type="simple"><settings>{inside}</settings></labeling>\n'
