"""The scene as KML (OGC 07-147r2, version 2.2): folders by side, dates as spans of time, every column as data.

KML knows no dashes: what is approximate says so in its name. The scale of an icon grows with the square root of the
troops; the icon is a disc in a KMZ, in a light ring where the count is "about", and the viewer's own in a KML, which
holds no pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely import Geometry

from geomap.facts import Unit, count_mark
from geomap.facts.cells import Value
from geomap.marks.size import SizeScale
from geomap.marks.style import AREAS, LINES
from geomap.players.row_changes import change_columns, move_lines, move_row
from geomap.players.rows import kind_of, label_row, mark_row, own_cells, pieces_of, unit_row
from geomap.scene import Area, Label, Line, Scene
from geomap.scene.degrees import within_180
from geomap.scene.styles import SYMBOL_OPACITY
from geomap.wording import estimate, joined, mark_name, on_one_line, phrase
from geomap.wording.areas import area_of, area_words

_ICON_PX = 32.0  # of an icon of scale 1 in Google Earth
_NO_COUNT_PX = 17.0  # of the icon where no count is known, as of the map's mark for it
_LONGEST = 1.0  # degrees between two positions; with as many the shortest way is 0.1 km off a parallel
_TEXT = "text"  # id of the style of notes and labels


@dataclass(frozen=True, slots=True)
class Icons:
    """Files of white discs beside the document: a plain one, and one in a light ring, of which it is a `share`."""

    plain: str
    about: str
    share: float


def export(scene: Scene) -> str:
    """The document with the viewer's own icons."""
    return document(scene)


def document(scene: Scene, icons: Icons | None = None) -> str:
    """The document; where there are no icons, with the viewer's own."""
    lines, areas, labels = scene.lines, scene.areas, scene.labels
    notes = [label for label in labels if label.style == "note"]
    names = [label for label in labels if label.style != "note"]
    folders = (
        ("key.change.moved", map(_move, move_lines(scene))),
        ("folder.lines", [_mark(line, line.callout, scene) for line in lines]),
        ("folder.areas", [_mark(area, area.label, scene) for area in areas]),
        ("folder.notes", map(_text, notes)),
        ("folder.labels", map(_text, names)),
    )
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n',
        f"{_element('name', on_one_line(scene.title) or scene.name)}<open>1</open>\n",
        f"{_element('description', joined(' · ', (*scene.notes, scene.source_line), scene.lang))}\n",
        *_styles(scene),
        *_unit_folders(scene, icons),
        *(_folder(phrase(name, scene.lang), placemarks) for name, placemarks in folders),
        "</Document>\n</kml>\n",
    )
    return "".join(parts)


def _styles(scene: Scene) -> Iterator[str]:
    """A style for each line and area, and one for texts."""
    look = scene.style
    yield f'<Style id="{_TEXT}"><IconStyle><scale>0</scale></IconStyle></Style>\n'
    for line in (*move_lines(scene), *scene.lines):
        kind = LINES[line.role].with_pen(line.pen)
        yield _style(line, _line_style(line.colour or look.colour(kind.colour), kind.width))
    for area in scene.areas:
        ground = AREAS[area.role].with_pen(area.pen)
        colour = area.colour or look.colour(ground.colour)
        tint = _element("color", _colour(colour, ground.opacity * look.tint))
        fill = f"<PolyStyle>{tint}<fill>{int(ground.opacity > 0)}</fill></PolyStyle>"
        yield _style(area, _line_style(colour, ground.width) + fill)


def _style(mark: Line | Area, inside: str) -> str:
    return f"<Style id={quoteattr(_style_id(mark))}>{inside}</Style>\n"


def _style_id(mark: Line | Area) -> str:
    return f"{'line' if isinstance(mark, Line) else 'area'}-{mark.id}"


def _line_style(colour: str, width: float) -> str:
    return f"<LineStyle>{_element('color', _colour(colour))}<width>{width:g}</width></LineStyle>"


def _colour(colour: str, opacity: float = 1.0) -> str:
    """#rrggbb as KML's aabbggrr."""
    return f"{round(255 * opacity):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _unit_folders(scene: Scene, icons: Icons | None) -> Iterator[str]:
    """A folder for each side that has units, in the order of the sides; last those of none."""
    changes = change_columns(scene)
    colours = {symbol.unit: symbol.colour for symbol in scene.symbols if symbol.colour}
    for side in (*scene.sides.values(), None):
        units = [unit for unit in scene.units if unit.side == (side.id if side else "")]
        name = side.label if side else phrase("affiliation.unstated", scene.lang)
        yield _folder(name, (_unit(unit, scene, icons, colours, changes.get(unit.id, {})) for unit in units))


def _folder(name: str, placemarks: Iterable[str]) -> str:
    inside = "".join(placemarks)
    return f"<Folder>{_element('name', name)}\n{inside}</Folder>\n" if inside else ""


def _unit(
    unit: Unit, scene: Scene, icons: Icons | None, colours: Mapping[str, str], change: Mapping[str, Value]
) -> str:
    """A placemark for a unit, its icon in the colour of its circle."""
    row = {**unit_row(unit), **own_cells(unit), **change}
    colour = colours.get(unit.id, scene.style.symbol)
    count = unit.troops.minimum or unit.troops.maximum if unit.troops else None
    scale = SizeScale(scene.largest_value, scene.max_diameter)
    px = scale.diameter(count) if count else _NO_COUNT_PX
    is_soft = icons is not None and is_about(unit)
    px = px / icons.share if icons and is_soft else px
    icon = (icons.about if is_soft else icons.plain) if icons else ""
    disc = f'<Icon>{_element("href", icon)}</Icon><hotSpot x="0.5" y="0.5" xunits="fraction" yunits="fraction"/>'
    look = f"{_element('color', _colour(colour, SYMBOL_OPACITY))}<scale>{px / _ICON_PX:.4f}</scale>"
    style = f"<Style><IconStyle>{look}{disc if icon else ''}</IconStyle></Style>"
    point = f"<Point><coordinates>{row['lon']!r},{row['lat']!r}</coordinates></Point>"
    return _placemark(unit.label, {"kind": "unit", **row}, style, point, _snippet(unit, scene.lang))


def is_about(unit: Unit) -> bool:
    """Whether its icon has the mark of "about"."""
    return count_mark(unit.troops) == "about"


def _snippet(unit: Unit, lang: str) -> str:
    """The count as it was claimed, what it is where it was not reported, and whether it is of a whole country."""
    troops = estimate(unit.troops, lang) if unit.troops else phrase("absent", lang)
    basis = f" ({phrase(f'basis.{unit.basis}', lang)})" if unit.basis != "reported" else ""
    area = area_of(unit)
    whole = f"; {area_words(area, lang)}" if area else ""
    return f"{phrase('measure.troops', lang)}: {troops}{basis}{whole}"


def _mark(mark: Line | Area, text: str, scene: Scene) -> str:
    """A placemark for a line or area, named by what the key would call it."""
    kind = "line" if isinstance(mark, Line) else "area"
    side = scene.sides[mark.side].label if mark.side else ""
    name = mark_name(kind, mark.role, False, scene.lang, side)
    name = phrase("approximate", scene.lang, name=name) if mark.approximate else name
    style = f"<styleUrl>#{escape(_style_id(mark))}</styleUrl>"
    return _placemark(name, {"kind": kind_of(mark), **mark_row(mark)}, style, _geometry(*pieces_of(mark)), text)


def _move(line: Line) -> str:
    """A placemark for the way that a unit moved."""
    style = f"<styleUrl>#{escape(_style_id(line))}</styleUrl>"
    return _placemark(line.callout, {"kind": "move", **move_row(line)}, style, _geometry(line.geometry))


def _text(label: Label) -> str:
    point = f"<Point><coordinates>{label.lon!r},{label.lat!r}</coordinates></Point>"
    return _placemark(label.text, {"kind": kind_of(label), **label_row(label)}, f"<styleUrl>#{_TEXT}</styleUrl>", point)


def _placemark(name: str, row: Mapping[str, object], style: str, geometry: str, snippet: str = "") -> str:
    """The parts of a placemark in the order that the standard gives them."""
    short = f'<Snippet maxLines="2">{escape(snippet)}</Snippet>' if snippet else ""
    dates = {end: row.get(key) for end, key in (("begin", "as_of"), ("end", "until"))}
    span = "".join(_element(end, str(day)) for end, day in dates.items() if day)
    time = f"<TimeSpan>{span}</TimeSpan>" if span else ""
    data = "".join(
        f"<Data name={quoteattr(key)}>{_element('value', _value(value))}</Data>"
        for key, value in row.items()
        if value is not None
    )
    parts = (_element("name", on_one_line(name)), short, time, style, f"<ExtendedData>{data}</ExtendedData>", geometry)
    return f"<Placemark>{''.join(parts)}</Placemark>\n"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _geometry(*geometries: Geometry) -> str:
    """The lines or polygons; several in a MultiGeometry. Long edges have more positions: globes take the shortest way
    from one to the next, which is not along a parallel.
    """
    along = [shapely.segmentize(within_180(geometry), _LONGEST) for geometry in geometries]
    parts = [_part(part) for part in shapely.get_parts(along) if not shapely.is_empty(part)]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _part(part: Geometry) -> str:
    """On the ground, along it and not through the globe."""
    if shapely.get_dimensions(part) < 2:
        return f"<LineString><tessellate>1</tessellate>{_coordinates(part)}</LineString>"
    shell, *holes = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in shapely.get_rings(part))
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{shell}</outerBoundaryIs>{inner}</Polygon>"


def _coordinates(line: Geometry) -> str:
    points = " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(line).tolist())
    return f"<coordinates>{points}</coordinates>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
