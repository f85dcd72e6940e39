"""Scene -> one self-contained HTML page.

folium gives the map's element and its script, see `page_map`. Leaflet, our own scripts and styles and the data are
written into the page; a Content-Security-Policy allows exactly those scripts and styles, by their hashes, and no
connection.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup, escape
from xstatic.pkg import leaflet

from geomap.fonts.page import page_fonts
from geomap.layout.sheet import Settled, settle
from geomap.layout.view.crs import on_web
from geomap.loading import load
from geomap.players import registry
from geomap.players.html.columns import Column
from geomap.players.html.data import ASSETS, page_data
from geomap.players.html.explore import explore_data
from geomap.players.html.fields import fields_of
from geomap.players.html.furniture import keys
from geomap.players.html.shell import map_shell
from geomap.players.html.units import fact_columns, fact_row
from geomap.players.remarks import remark
from geomap.scene import Scene
from geomap.scene.styles import Style, luminance, mixed
from geomap.scene.tiles import Tiles
from geomap.typefaces import BEYOND_SOURCE_SANS, in_own_typefaces
from geomap.wording import day, locale_of, phrase
from geomap.wording.claims import coverage
from geomap.wording.whole import whole

# In the order they are run: each uses only what stands before it.
SCRIPTS = (
    "fonts", "data", "dom", "tree", "cover", "canvas_layer", "arrow", "degrees", "sheets", "shapes", "ground",
    "units", "labels", "furniture", "card", "buttons", "roving", "gestures", "view", "tiles", "fold", "counts",
    "filter", "timeline", "record", "rows", "table", "tools", "panel", "address", "explore", "embed", "main",
)  # fmt: skip
TABLE_ROWS = 500  # of the table in the page; the data hold all
PICTURE_BYTES = 200_000  # of the picture that stands in where no script runs
_ASCII = bytes(range(128))
FRAME_HEIGHT = 860  # px of the page in a notebook; it scrolls within
OPEN_ROWS = 12  # a table of so many rows is shown unfolded
UNSCRIPTED = ".stage { display: none; }\n"  # what needs a script is not shown without one
UNDER_A_PICTURE = (
    ".head { position: absolute; height: 1px; overflow: hidden; clip-path: inset(50%); }\n"  # it has the title
)


@in_own_typefaces
def render(scene: Scene, boards: Sequence[Settled]) -> str:
    """The page, the same bytes for the same scene. `boards` are its artboards as they were laid out, of a scene of
    several days as on the last of them; the narrowest is its picture where no script runs.
    """
    if scene.tiles:
        with on_web():
            return _rendered(scene, [settle(scene, board.stated) for board in boards])
    return _rendered(scene, boards)


def _rendered(scene: Scene, boards: Sequence[Settled]) -> str:
    facts = fact_columns(scene)
    now = scene.timeline.latest if scene.timeline else range(len(scene.units))
    total = len(now)
    shell = map_shell()
    fields = fields_of(boards)
    data = page_data(scene, facts, fields) | explore_data(scene) | {"map": shell.name}
    coded = _json(data)
    picture = _picture(boards) if total <= registry.MOST_PICTURED else ""
    styles = {"main": _style_sheet(scene.style), "noscript": UNSCRIPTED + (UNDER_A_PICTURE if picture else "")}
    scripts = (_leaflet_script(), shell.script, _own_script())
    return _template().render(
        scene=scene,
        words=data["words"],
        coverage=coverage(scene.coverage, scene.lang) if scene.coverage.figures else "",
        direction=locale_of(scene.lang).text_direction,
        as_of=phrase("as_of", scene.lang, date=day(scene.as_of, scene.lang)) if scene.as_of else "",
        columns=_columns(data, facts),
        rows=[fact_row(facts, row) for row in now[:TABLE_ROWS]],
        total=total,
        open=total <= OPEN_ROWS,
        policy=_policy(scripts, styles.values(), scene.tiles),
        styles={name: Markup(css) for name, css in styles.items()},
        scripts=[Markup(script) for script in scripts],
        map_element=Markup(shell.element),
        picture=picture,
        keys=Markup(keys(scene, fields)),
        data=Markup(coded),
        fonts=Markup(_json(_fonts(scene, data, coded))),
    )


def framed(title: str, page: str) -> str:
    """A page in a frame, for the cell of a notebook."""
    frame = 'title="{}" srcdoc="{}" style="width: 100%; height: {}px; border: 0"'
    return f"<iframe {frame.format(escape(title), escape(page), FRAME_HEIGHT)}></iframe>"


def _fonts(scene: Scene, data: Any, coded: str) -> list[dict[str, object]]:
    """The typeface, with what the page says beyond ASCII, of which it has all; and other fonts where it lacks any."""
    own = (scene.subtitle, scene.credit, scene.source_line, *scene.notes)
    characters = "".join((coded, *own)).encode().translate(None, _ASCII).decode()
    fonts = page_fonts(characters)
    if not BEYOND_SOURCE_SANS.search(characters):
        return fonts
    shown = {key: value for key, value in data.items() if key != "alt"}  # all labels in one sentence
    texts = (text for text in (*_texts(shown), *own) if BEYOND_SOURCE_SANS.search(text))
    others, left = load("geomap.fonts.page_others:other_fonts")(texts)
    if left:
        remark(
            f"the page leaves {left} characters to the fonts of its readers, since it has many; the pictures have all"
        )
    return [*fonts, *others]


def _texts(data: Any) -> Iterator[str]:
    """All texts of plain data, in its order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            if not isinstance(value, int | float):
                yield from _texts(value)


def _picture(boards: Sequence[Settled]) -> str:
    """The narrowest artboard as the address of an SVG; empty where that would make the file much larger."""
    narrowest = min(boards, key=lambda board: board.stated.width).page
    drawn: bytes = load("geomap.players.svg:render_svg")(narrowest).encode("utf-8")
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}" if len(drawn) <= PICTURE_BYTES else ""


def _columns(data: dict[str, Any], facts: dict[str, Column]) -> dict[str, str]:
    """The table's columns and their forms: those that hold something, and the date only where rows differ in it.

    The first holds the unit's id where it has neither label nor place, so that each row can be told and opened.
    """
    told = {name for name in facts if any(facts["id" if name == "place" else name]["values"])}
    return {
        name: form
        for name, form in data["table"]
        if name in told and (name != "as_of" or len(facts[name]["values"]) > 1)
    }


def _leaflet_script() -> str:
    text = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text("utf-8")
    return _inline(re.sub(r"//# sourceMappingURL=.*", "", text))


def _own_script() -> str:
    return _inline("".join((ASSETS / f"{name}.js").read_text("utf-8") for name in SCRIPTS))


def _inline(script: str) -> str:
    """A script that may stand between script tags."""
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise ValueError("a script that is written into the page must not hold </script or <!--")
    return script


def _style_sheet(look: Style) -> str:
    """Leaflet's styles, the colours of the style table, and our own."""
    scheme = "dark" if luminance(look.paper) < luminance(look.text) else "light"
    colours = {
        "sea": look.water, "land": look.land, "ink": look.text, "muted": look.muted, "paper": look.paper,
        "link": look.link, "rule": look.rule, "border": look.border, "hover": mixed(look.text, look.paper, 0.06),
        "control": mixed(look.text, look.paper, 0.55), "scheme": scheme,
    }  # fmt: skip
    root = "".join(f"  --{name}: {value};\n" for name, value in colours.items())
    return f"{_leaflet_styles()}\n:root {{\n{root}}}\n{(ASSETS / 'page.css').read_text('utf-8')}"


@cache
def _leaflet_styles() -> str:
    """Without those that load pictures."""
    styles = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text("utf-8")
    return re.sub(r"[^\n{}]*\burl\([^)]*\)[^\n}]*", "", styles)


def _policy(scripts: Iterable[str], styles: Iterable[str], tiles: Tiles | None) -> str:
    """What the page may do: run its own scripts, and load pictures from the one host whose map may be switched on."""
    hosts = ["data:", *([f"https://{urlsplit(tiles.url).netloc}"] if tiles else [])]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_hash(text) for text in scripts)}",
            f"style-src {' '.join(_hash(text) for text in styles)}",
            f"img-src {' '.join(hosts)}",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _json(data: Any) -> str:
    """JSON that no HTML parser can mistake for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache  # to compile it takes as long as to write a small page
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["whole"] = whole
    return environment.get_template("page.html")
