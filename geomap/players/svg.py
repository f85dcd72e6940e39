"""A page as SVG for a graphics desk: live text, a named group a layer, ids from the units'.

Written here and not by matplotlib, whose SVG turns any text with a halo into outlines and names its groups itself.
"""

from __future__ import annotations

import re
from base64 import b64encode
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from geomap.fonts import FALLBACK_FAMILIES, FAMILY, Face, Line, break_points, runs_right_to_left, set_line
from geomap.fonts.embed import families, font_faces
from geomap.measure import PX_PER_MM
from geomap.page import HALO_WIDTH, Box, Circle, Group, Image, Item, Page, Path, Stamp, Text
from geomap.players.raster.pictures import png_of
from geomap.symbols import outline
from geomap.typefaces import in_own_typefaces

_INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
_XLINK = "http://www.w3.org/1999/xlink"  # without it Inkscape 1.2 and Illustrator find nothing that is referred to
_ZEROS = re.compile(r"\.00(?![\d.])|(?<=\.\d)0(?![\d.])")  # at the end of a number of two decimals
_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}


@in_own_typefaces
def render_svg(page: Page) -> str:
    """The page as an SVG document; one px of the page is one user unit."""
    width, height = _number(page.width), _number(page.height)
    stamps = sorted({item.outline for group in page.groups for item in group.items if isinstance(item, Stamp)})
    clips = _clips(page)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="{_XLINK}" xmlns:inkscape="{_INKSCAPE}"'
        f' width="{_stated(page.width, page)}"'
        f' height="{_stated(page.height, page)}" viewBox="0 0 {width} {height}"'
        f' xml:lang={quoteattr(page.lang)} role="img" aria-labelledby="map-title map-description"'
        f" font-family={quoteattr(_families(FAMILY, *FALLBACK_FAMILIES))}>\n",
        f'<title id="map-title">{escape(page.title)}</title>\n',
        f'<desc id="map-description">{escape(page.description)}</desc>\n',
        "<defs>\n",
        f"<style>{font_faces((text.lines, Face(text.weight, text.italic)) for text in page.texts)}</style>\n",
        *(
            f'<clipPath id="{name}"><rect {_box(box.x, box.y, box.width, box.height)}/></clipPath>\n'
            for box, name in clips.items()
        ),
        *(f"{outline_markup(key)}\n" for key in stamps),
        "</defs>\n",
        f'<rect id="paper" width="{width}" height="{height}" fill="{page.background}"/>\n' if page.background else "",
        *(_group(group, clips) for group in page.groups),
        "</svg>\n",
    ]
    return "".join(parts)


def _stated(length: float, page: Page) -> str:
    """A side of the page in the unit of the config, so that it lands in a document at its size."""
    return f"{_number(length / PX_PER_MM)}mm" if page.unit == "mm" else _number(length)


def _families(*names: str) -> str:
    return ", ".join(f"'{name}'" if " " in name else name for name in names)


def _clips(page: Page) -> dict[Box, str]:
    """The boxes that groups are cut to, and the ids of their clip paths."""
    others = {group.clip: f"inset-{group.inset}-clip" for group in page.groups if group.clip and group.inset}
    return {page.frame: "frame", **others}


def _group(group: Group, clips: dict[Box, str]) -> str:
    clip = f' clip-path="url(#{clips[group.clip]})"' if group.clip else ""
    items = "".join(f"{item_markup(item)}\n" for item in group.items)
    # Inkscape's word for a layer; Illustrator takes any group below the root for one, and its id for the name.
    layer = f'inkscape:groupmode="layer" inkscape:label="{group.id.replace("-", " ").capitalize()}"'
    return f'<g id="{group.id}" {layer}{clip}>\n{items}</g>\n'


def item_markup(item: Item) -> str:
    """One item as an element."""
    match item:
        case Path():
            return f'<path{_id(item.id)} d="{_path_data(item)}"{_paint(item)}/>'
        case Circle():
            centre = f'cx="{_number(item.x)}" cy="{_number(item.y)}" r="{_number(item.diameter / 2, 4)}"'
            return f"<circle{_id(item.id)} {centre}{_paint(item)}/>"
        case Stamp():
            return _stamp(item)
        case Image():
            place = f'{_box(item.x, item.y, item.width, item.height)} preserveAspectRatio="none"'
            return f'<image{_id(item.id)} {place} xlink:href="data:image/png;base64,{_embedded(item)}"/>'
        case Text():
            return _text(item)


def _embedded(item: Image) -> str:
    """A picture as a PNG in base64."""
    return b64encode(png_of(item)).decode("ascii")


def _stamp(item: Stamp) -> str:
    left, top = _number(item.x - item.size / 2), _number(item.y - item.size / 2)
    place = f'transform="translate({left} {top}) scale({_number(item.size)})"'
    drawn = f'xlink:href="#{_outline_id(item.outline)}" {place}'
    halo = f'<use {drawn} fill="{item.halo}"{_halo(item.halo, item.size)}/>' if item.halo else ""
    return f'{halo}<use{_id(item.id)} {drawn} fill="{item.fill}"/>'


def _text(item: Text) -> str:
    rtl = runs_right_to_left(item.text)
    lines = [set_line(line, Face(item.weight, item.italic), within=item.text) for line in item.lines]
    spacing = _spacing(item, lines)
    # The start of a line that runs from right to left is its right end.
    ends = {"start": "end", "end": "start"} if rtl else {}
    anchor = ends.get(item.anchor, item.anchor)
    anchor = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = "" if item.weight == "regular" else f' font-weight="{_WEIGHTS[item.weight]}"'
    slant = ' font-style="italic"' if item.italic else ""
    tracking = f' letter-spacing="{_number(spacing)}"' if spacing else ""
    look = f'font-size="{_number(item.size)}"{weight}{slant}{tracking} fill="{item.colour}"{anchor}'
    # Letter spacing is also added after the last letter, which shifts what is centred or set flush right.
    x = _number(item.x + spacing * {"start": 0, "middle": 0.5, "end": 1}[item.anchor])
    place = f'class="{item.role}" x="{x}" y="{_number(item.y)}"'
    said = _lines(item, lines, x, flush=not anchor)
    # The halo is a clone of the text: a text written twice would be edited once, and `paint-order` few programs know.
    halo = f'<use xlink:href="#{quoteattr(item.id)[1:-1]}"{_halo(item.halo)}/>' if item.halo else ""
    return f"{halo}<text{_id(item.id)} {place} {look}{_script(lines, rtl)}>{said}</text>"


def _spacing(item: Text, lines: list[Line]) -> float:
    """Px between letters; none where one of the lines takes none."""
    return min((line.spacing(item.spacing) for line in lines), default=0.0)


def _script(lines: list[Line], rtl: bool) -> str:
    """What a browser has to know of a text beyond Source Sans to set it as it was measured."""
    found = families(lines)
    if not found and not rtl:
        return ""
    names = quoteattr(_families(FAMILY, *found, *FALLBACK_FAMILIES))
    tag = next(line.language for line in lines if line.language)
    return f' font-family={names} xml:lang="{tag}"{" direction=" + quoteattr("rtl") if rtl else ""}'


def _lines(item: Text, lines: list[Line], x: str, *, flush: bool) -> str:
    """Each line but the last ends in a space where it was broken at one: the text reads as one when it is copied.

    Where lines are centred or end at `x` the space has next to no width, or it would shift them.
    """
    if len(lines) == 1:
        return escape(lines[0].text)
    step = quoteattr(_number(item.line_height))
    space = " " if flush else '<tspan font-size="0.1" letter-spacing="0"> </tspan>'
    gaps = ["" if len(break_points(a.text[-1:] + b.text[:1])) > 1 else space for a, b in pairwise(lines)]
    return "".join(
        f'<tspan x="{x}"{f" dy={step}" if index else ""}>{escape(line.text)}{gap}</tspan>'
        for index, (line, gap) in enumerate(zip(lines, [*gaps, ""], strict=True))
    )


def _halo(colour: str, scale: float = 1.0) -> str:
    """How a copy beneath is stroked."""
    return f' stroke="{colour}" stroke-width="{_number(2 * HALO_WIDTH / scale)}" stroke-linejoin="round"'


def _paint(item: Path | Circle) -> str:
    fill = f' fill="{item.fill or "none"}"'
    opacity = f' fill-opacity="{_number(item.opacity)}"' if item.fill and item.opacity < 1 else ""
    if not item.stroke:
        return fill + opacity
    dash = f' stroke-dasharray="{" ".join(map(_number, item.dash))}"' if item.dash else ""
    stroke = f' stroke="{item.stroke}" stroke-width="{_number(item.stroke_width)}" stroke-linejoin="round"'
    return fill + opacity + stroke + dash


def _path_data(item: Path) -> str:
    """As `_number` writes each; all at once, as ground is most of a picture and has tens of thousands."""
    end = "Z" if item.closed else ""
    rings = "".join(f"M%.2f %.2fL{' '.join(['%.2f'] * (2 * len(ring) - 2))}{end}" for ring in item.rings)
    points = np.concatenate(item.rings).ravel() if item.rings else np.zeros(0)
    values = np.where(np.abs(points) < 0.005, 0.0, points)  # no "-0"
    return _ZEROS.sub("", rings % tuple(values.tolist()))


def outline_markup(key: str) -> str:
    """An outline that stamps refer to."""
    return f'<path id="{_outline_id(key)}" d="{_outline_data(key)}"/>'


def _outline_data(key: str) -> str:
    """An outline in its unit box, to a ten-thousandth of it."""
    return "".join("M" + "L".join(f"{x:.4f} {y:.4f}" for x, y in ring) + "Z" for ring in outline(key).polygons)


def _outline_id(key: str) -> str:
    return f"outline-{key.replace('/', '-')}"


def _id(value: str) -> str:
    return f" id={quoteattr(value)}" if value else ""


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'


def _number(value: float, digits: int = 2) -> str:
    """A number with at most `digits` decimals, without trailing zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
