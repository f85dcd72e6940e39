"""Texts are data in every output: nothing of them runs or loads, and all show as they are written."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import Any
from unicodedata import category
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser

from geomap.cli import main
from geomap.config import read_config
from geomap.config.yaml_io import dump_yaml
from geomap.diff.markdown import as_markdown
from geomap.errors import ConfigError
from geomap.pipeline.build import build
from geomap.pipeline.changes import compare_files
from geomap.pipeline.watch import Preview, Server
from tests.render.browser import opened, patient

ATTACKS = (
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>",
    "\"><svg onload=alert(4)>", "' onmouseover='alert(5)", "]]><!ENTITY x SYSTEM \"file:///etc/passwd\">", "&x;",
    "<!-- x --> --><b>", "&lt;b&gt;&#60;", "javascript:alert(6)", "https://evil.example/x", "www.evil.example",
    "{{ 7*7 }}{% x %}${alert(7)}", "=HYPERLINK(\"https://evil.example\")", "+cmd|' /C calc'!A0", "@SUM(A1:A9)",
    "-2+3", "'=1+1", "$\\frac{1}{2}$", "%s %n {0} {sum}", "../../etc/passwd", "C:\\x", "a;b\\;c: d", "| a | b |",
    "[x](javascript:alert(8))", "![x](//evil.example/x.png)", "`rm -rf`", "**bold** _it_", "@admin #12 !3 GH-4 :tada:",
    "Pneumono" * 14, "Ж\u200dé Ω", "\u202egnp.exe", "# a", "~~x~~", "' OR 1=1; --", "u{}</style>", "\\x1b[31m",
    "\ufeffa", "fi\u00adne\u200b",
)  # fmt: skip
FORMATS = ["svg", "png", "pdf", "html", "geojson", "gpkg", "kml", "csv", "kmz", "parquet"]


def config_of(attacks: tuple[str, ...]) -> dict[str, Any]:
    """A map whose every free text is one of the attacks: each is the label of a unit, all other texts take turns."""
    turn = cycle(attacks)
    units = [
        {
            "id": f"u{number}",
            "label": attack,
            "at": {"lat": 45 + 0.7 * (number % 7), "lon": 30 + 1.4 * (number // 7)},
            "side": "s0",
            "troops": 100 * (number + 1),
            "formations": [{"type": attack, "label": next(turn)}],
            "sources": "q",
        }
        for number, attack in enumerate(attacks)
    ]
    at = {"lat": 46.1, "lon": 35.2}
    return {
        "title": next(turn), "subtitle": next(turn), "credit": next(turn), "as_of": "2022-01-12",
        "sources": {"q": {"publisher": attacks[0], "title": attacks[2], "url": "https://example.org/a?b='&c=%3Cb%3E"}},
        "sides": {"s0": {"label": attacks[1], "colour": "#885522"}},
        "units": units,
        "layers": [
            {"kind": "note", "id": "n", "text": attacks[3], "at": at, "sources": "q"},
            {"kind": "label", "id": "l", "text": attacks[4], "at": {**at, "lat": 47.3}},
            {"kind": "arrow", "id": "a", "from": at, "to": {"lat": 47, "lon": 36}, "label": attacks[5]},
        ],
        "abbreviations": {"evil": "<b>"},
        "artboards": [{"id": "w", "width": 1000, "scale": 1}],
        "outputs": FORMATS,
    }  # fmt: skip


def said(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "map.yaml").write_bytes(dump_yaml(config_of(ATTACKS)).encode())
    build(folder / "map.yaml")
    return folder


@pytest.fixture(scope="module")
def labels(built: Path) -> list[str]:
    """The labels as the config has them, which are the attacks without blanks around them."""
    return [unit.label.text for unit in read_config(built / "map.yaml").units]


def test_the_config_takes_them_all(labels: list[str]) -> None:
    assert labels == list(ATTACKS)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31m", "a\nb\x00", "a\u2028\x1bb", "a\x7f", "a\x85b"])
def test_what_no_file_can_carry_is_refused_at_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"title: {json.dumps(text)}\nunits: [{{id: a, at: {{lat: 48, lon: 37}}, label: A}}]\n", "utf-8")
    with pytest.raises(ConfigError) as raised:
        read_config(path)
    (problem,) = raised.value.problems
    assert (problem.line, problem.path) == (1, "title")
    assert "a text without control characters" in problem.message or "a text of one line" in problem.message


def test_half_a_character_is_refused_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "units.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"label": "a\\ud800"}, '
        '"geometry": {"type": "Point", "coordinates": [37, 48]}}]}',
        "utf-8",
    )
    (tmp_path / "config.yaml").write_text("units_from: units.geojson\n", "utf-8")
    with pytest.raises(ConfigError, match="expected a text without control characters; remove U\\+D800"):
        read_config(tmp_path / "config.yaml")


def test_the_page_shows_them_and_runs_none(chromium: Browser, built: Path, labels: list[str], tmp_path: Path) -> None:
    html = (built / "output" / "map.html").read_text("utf-8")
    with opened(chromium, html, tmp_path) as page:
        cells = page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.cells[0].textContent.trim())")
        assert sorted(cells) == sorted(label.strip("\ufeff") for label in labels)
        page.locator(".unit").first.focus()
        shown = [
            page.evaluate(f"geomap.card.open({n}); document.querySelector('#geomap-card h2').textContent")
            for n in range(len(labels))
        ]
        assert sorted(shown) == sorted(labels)
        assert page.locator("script").count() == len(re.findall(r"<script[ >]", html)), "none was added"
        assert page.locator("main img, main svg [onload], a:not([href^='https://']):not([href^='#'])").count() == 0
        assert page.title() == read_config(built / "map.yaml").title


def seen(text: str) -> str:
    """What is seen of a text, on one line."""
    return "".join(letter for letter in text if not letter.isspace() and category(letter) != "Cf")


def test_a_picture_shows_them_and_runs_none(chromium: Browser, built: Path, labels: list[str], tmp_path: Path) -> None:
    svg = built / "output" / "map-w.svg"
    complaints: list[str] = []
    page = patient(chromium.new_page())
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda request: request.url == svg.as_uri() or complaints.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(svg.as_uri())
    shown = page.evaluate("[...document.querySelectorAll('text')].map(({ textContent }) => textContent)")
    names = page.evaluate("[...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort()")
    handlers = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes].map(({ name }) => name))"
        ".filter((name) => name.startsWith('on'))"
    )
    page.close()
    assert complaints == [] and handlers == []
    own = "circle clipPath defs desc g path rect style svg text title tspan use"
    assert {*names} <= {*own.split()}
    texts = json.loads((built / "output" / "manifest.json").read_text("utf-8"))["artboards"]["w"]["texts"]
    named = {text["unit"]: text["text"] for text in texts if text["role"] == "place"}
    assert len(named) > len(labels) / 2
    drawn = {seen(text) for text in shown}
    for unit, text in named.items():
        assert seen(text) in drawn, (unit, text)


def test_a_pdf_has_no_action_and_a_png_no_formula(built: Path) -> None:
    pdf = built / "output" / "map-w.pdf"
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|OpenAction|AA|EmbeddedFile|SubmitForm)\b", pdf.read_bytes())
    texts = json.loads((built / "output" / "manifest.json").read_text("utf-8"))["artboards"]["w"]["texts"]
    formula = next(text for text in texts if text["text"] == "$\\frac{1}{2}$" and text["role"] == "place")
    x, y, width, height = (round(formula[key]) for key in ("x", "y", "width", "height"))
    with Image.open(built / "output" / "map-w.png") as image:
        ink = np.asarray(image.convert("L"))[y : y + height, x : x + width].min(axis=0) < 128
    assert np.ptp(np.flatnonzero(ink)) > 0.9 * width, "as wide as its letters are, not as a fraction is"


def test_the_table_holds_them_and_no_formula(built: Path, labels: list[str], tmp_path: Path) -> None:
    text = (built / "output" / "map.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == len(labels)
    for row in rows:
        for cell in row.values():
            assert re.fullmatch(r"-?\d*\.?\d*", cell) or cell.lstrip("\ufeff\u200b ")[0] not in "=+-@\t\r", cell
            assert not re.search(r";\s*[=+\-@]", cell), "nor after what some spreadsheets part cells at"
    again = read_back(built, tmp_path, "map.csv")
    assert [unit["label"] for unit in again] == labels


@pytest.mark.parametrize("name", ["map.geojson", "map.gpkg", "map.kml", "map.kmz", "map.parquet"])
def test_files_for_other_programs_hold_them(built: Path, labels: list[str], tmp_path: Path, name: str) -> None:
    found = read_back(built, tmp_path, name)
    assert sorted(unit["label"] for unit in found) == sorted(labels)
    assert sorted(unit["formations"][0]["type"] for unit in found) == sorted(labels)


def read_back(built: Path, folder: Path, name: str) -> list[dict[str, Any]]:
    """The units of an output, read as a table."""
    (folder / name).write_bytes((built / "output" / name).read_bytes())
    layer = "\n  layer: units" if name.endswith("gpkg") else ""
    where = "\n  where: {kind: unit}" if name.endswith(("json", "kml", "kmz")) else ""
    sources = yaml_of({"sources": config_of(ATTACKS)["sources"], "sides": config_of(ATTACKS)["sides"]})
    (folder / "again.yaml").write_text(f"{sources}units_from:\n  file: {name}{layer}{where}\n", encoding="utf-8")
    return [
        {"label": unit.label.text, "formations": [{"type": one.type} for one in unit.formations]}
        for unit in read_config(folder / "again.yaml").units
    ]


def yaml_of(value: Any) -> str:
    return dump_yaml(value)


def test_their_texts_are_well_formed_for_other_readers(built: Path, labels: list[str]) -> None:
    output = built / "output"
    with zipfile.ZipFile(output / "map.kmz") as archive:
        kmz = archive.read("doc.kml")
    for data in ((output / "map.kml").read_bytes(), kmz):
        assert b"<!" not in data.replace(b"<![CDATA[", b"")
        names = [element.text for element in ElementTree.fromstring(data).iter("{http://www.opengis.net/kml/2.2}name")]
        assert set(labels) <= {*names}
    features = json.loads((output / "map.geojson").read_text("utf-8"))["features"]
    assert set(labels) <= {feature["properties"].get("label") for feature in features}
    assert set(labels) <= {*pyarrow.parquet.read_table(output / "map.parquet")["label"].to_pylist()}
    with sqlite3.connect(output / "map.gpkg") as database:
        assert {*labels} <= {row[0] for row in database.execute("SELECT label FROM units")}
        for (style,) in database.execute("SELECT styleQML FROM layer_styles"):
            ElementTree.fromstring(style)


def test_a_table_of_changes_in_a_pull_request_shows_them(built: Path, labels: list[str], tmp_path: Path) -> None:
    """As Markdown with tables makes HTML of it; links and mentions are made of plain words too, where sites do that."""
    empty = config_of(ATTACKS) | {"units": [{"id": "x", "label": "X", "at": {"lat": 45, "lon": 30}}], "layers": []}
    (tmp_path / "old.yaml").write_bytes(dump_yaml(empty).encode())
    compared = compare_files(tmp_path / "old.yaml", built / "map.yaml")
    text = as_markdown(compared.diff, "a|b", "<c>")
    html = MarkdownIt("gfm-like").render(text)
    assert "<a " not in html
    root = ElementTree.fromstring(f"<div>{html}</div>")
    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= {
        "div", "h3", "p", "span", "strong", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    cells = [" ".join("".join(row[0].itertext()).split()) for row in root.iter("tr") if len(row)]
    for label in labels:
        assert " ".join(label.split()) in cells, label
    for link in (r"https?://", r"www\.", r"@\w", r"#\d", r"GH-\d", r":\w+:", r"!\d"):
        assert not re.search(link, text), link


def test_the_terminal_is_told_them_without_commands(built: Path, tmp_path: Path) -> None:
    escape, turned = "a\x1b]0;b\x07", "\u202egnp"
    config = config_of((turned, *ATTACKS[1:9]))
    (tmp_path / "config.yaml").write_bytes(dump_yaml(config | {"outputs": ["svg"]}).encode())
    other = config | {"units": [{**config["units"][0], "label": f"{turned}x", "troops": 3}], "layers": []}
    (tmp_path / "other.yaml").write_bytes(dump_yaml(other).encode())
    (tmp_path / "bad.yaml").write_bytes(dump_yaml({escape: 1, turned: 2, "title": {turned: 1}}).encode())
    paths = [str(tmp_path / f"{name}.yaml") for name in ("config", "other", "bad")]
    printed = [
        said("build", paths[0]), said("build", "--json", paths[0]), said("check", paths[0]), said("validate", paths[2]),
        said("validate", "--json", paths[2]), said("geocode", paths[0]), said("geocode", "--name", f"Q{escape}"),
        *(said("diff", paths[0], paths[1], "--format", form) for form in ("table", "json", "markdown")),
    ]  # fmt: skip
    assert any("gnp" in text for text in printed)
    for text in printed:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), text


def test_the_preview_shows_problems_as_text(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(dump_yaml({ATTACKS[2]: 1, ATTACKS[0]: 2, "units": []}).encode())
    preview = Preview(tmp_path / "config.yaml")
    preview.refresh()
    dialogs: list[str] = []
    with Server(0, preview) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = patient(chromium.new_page())
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto(server.url)
        page.wait_for_selector("#problems p")
        shown = page.locator("#problems").inner_text()
        count = page.locator("#problems img, #problems script").count()
        page.close()
        server.shutdown()
    assert dialogs == [] and count == 0
    assert ATTACKS[0] in shown and ATTACKS[2] in shown
