"""A page as SVG for a graphics desk: live text, a named group a layer, ids from the units'.

Written here and not by matplotlib, whose SVG turns any text with a halo into outlines and names its groups itself.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from fontTools import subset
from fontTools.ttLib import TTFont

from geomap.fonts import FALLBACK_FAMILIES, FAMILY, Face
from geomap.page import HALO_WIDTH, Circle, Group, Item, Page, Path, Stamp, Text
from geomap.symbols import outline

_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}


def render_svg(page: Page) -> str:
    """The page as an SVG document; one px of the page is one user unit."""
    width, height = _number(page.width), _number(page.height)
    stamps = sorted({item.outline for group in page.groups for item in group.items if isinstance(item, Stamp)})
    frame = page.frame
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' xml:lang={quoteattr(page.lang)} role="img" aria-labelledby="map-title map-description"'
        f" font-family={quoteattr(_families())}>\n",
        f'<title id="map-title">{escape(page.title)}</title>\n',
        f'<desc id="map-description">{escape(page.description)}</desc>\n',
        "<defs>\n",
        f"<style>{_font_faces(page)}</style>\n",
        f'<clipPath id="frame"><rect {_box(frame.x, frame.y, frame.width, frame.height)}/></clipPath>\n',
        *(f'<path id="{_outline_id(key)}" d="{_outline_data(key)}"/>\n' for key in stamps),
        "</defs>\n",
        f'<rect id="paper" width="{width}" height="{height}" fill="{page.background}"/>\n',
        *(_group(group) for group in page.groups),
        "</svg>\n",
    ]
    return "".join(parts)


def _families() -> str:
    return ", ".join(f"'{name}'" if " " in name else name for name in (FAMILY, *FALLBACK_FAMILIES))


def _group(group: Group) -> str:
    clip = ' clip-path="url(#frame)"' if group.clip else ""
    items = "".join(f"{_item(item)}\n" for item in group.items)
    return f'<g id="{group.id}"{clip}>\n{items}</g>\n'


def _item(item: Item) -> str:
    match item:
        case Path():
            return f'<path{_id(item.id)} d="{_path_data(item)}"{_paint(item)}/>'
        case Circle():
            centre = f'cx="{_number(item.x)}" cy="{_number(item.y)}" r="{_number(item.diameter / 2, 4)}"'
            return f"<circle{_id(item.id)} {centre}{_paint(item)}/>"
        case Stamp():
            return _stamp(item)
        case Text():
            return _text(item)


def _stamp(item: Stamp) -> str:
    left, top = _number(item.x - item.size / 2), _number(item.y - item.size / 2)
    halo = _halo(item.halo, item.size)
    place = f'transform="translate({left} {top}) scale({_number(item.size)})"'
    return f'<use{_id(item.id)} href="#{_outline_id(item.outline)}" {place} fill="{item.fill}"{halo}/>'


def _text(item: Text) -> str:
    anchor = "" if item.anchor == "start" else f' text-anchor="{item.anchor}"'
    weight = "" if item.weight == "regular" else f' font-weight="{_WEIGHTS[item.weight]}"'
    slant = ' font-style="italic"' if item.italic else ""
    spacing = f' letter-spacing="{_number(item.spacing)}"' if item.spacing else ""
    look = f'font-size="{_number(item.size)}"{weight}{slant}{spacing} fill="{item.colour}"{_halo(item.halo)}{anchor}'
    # Letter spacing is also added after the last letter, which shifts what is centred or set flush right.
    x = _number(item.x + item.spacing * {"start": 0, "middle": 0.5, "end": 1}[item.anchor])
    if len(item.lines) == 1:
        body = escape(item.lines[0])
    else:
        step = _number(item.line_height)
        # Each line but the last ends in a space, so that the text reads as one sentence when selected or copied.
        body = "".join(
            f'<tspan x="{x}"{f" dy={quoteattr(step)}" if index else ""}>{escape(line)}'
            f"{' ' if index < len(item.lines) - 1 else ''}</tspan>"
            for index, line in enumerate(item.lines)
        )
    return f'<text{_id(item.id)} class="{item.role}" x="{x}" y="{_number(item.y)}" {look}>{body}</text>'


def _halo(colour: str, scale: float = 1.0) -> str:
    if not colour:
        return ""
    width = _number(2 * HALO_WIDTH / scale)
    return f' stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" paint-order="stroke"'


def _paint(item: Path | Circle) -> str:
    fill = f' fill="{item.fill or "none"}"'
    opacity = f' fill-opacity="{_number(item.opacity)}"' if item.fill and item.opacity < 1 else ""
    if not item.stroke:
        return fill + opacity
    dash = f' stroke-dasharray="{" ".join(map(_number, item.dash))}"' if item.dash else ""
    stroke = f' stroke="{item.stroke}" stroke-width="{_number(item.stroke_width)}" stroke-linejoin="round"'
    return fill + opacity + stroke + dash


def _path_data(item: Path) -> str:
    end = "Z" if item.closed else ""
    return "".join(_ring_data(ring.tolist(), end) for ring in item.rings)


def _ring_data(points: Iterable[Iterable[float]], end: str) -> str:
    first, *rest = (" ".join(_number(value) for value in point) for point in points)
    return f"M{first}L{' '.join(rest)}{end}"


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


def _font_faces(page: Page) -> str:
    """The glyphs in use as embedded web fonts, so that the picture looks the same where the font is not installed."""
    used: dict[Face, set[str]] = {}
    for text in page.texts:
        used.setdefault(Face(text.weight, text.italic), set()).update(text.text)
    faces = sorted(used, key=lambda face: (face.italic, _WEIGHTS[face.weight]))
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{_WEIGHTS[face.weight]};"
        f"font-style:{'italic' if face.italic else 'normal'};"
        f"src:url(data:font/woff;base64,{_subset(face, ''.join(sorted(used[face])))})}}"
        for face in faces
    )


@cache
def _subset(face: Face, characters: str) -> str:
    """A WOFF of the characters' glyphs in base64. Without layout tables: reading them takes longer than all else."""
    options = subset.Options(layout_features=[], notdef_outline=True)
    options.drop_tables += ["DSIG", "GDEF", "GPOS", "GSUB", "STAT"]
    font = TTFont(face.path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff"
    buffer = BytesIO()
    font.save(buffer)
    return b64encode(buffer.getvalue()).decode("ascii")
