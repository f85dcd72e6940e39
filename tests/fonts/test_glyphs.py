"""`validate` names a text without a font as `build` does; what it says of every kind of text stands in tests/bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config import read_config
from geomap.errors import GeomapError
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from tests.examples import BARE
from tests.fonts.conftest import MakeFont

pytestmark = pytest.mark.lean(BARE)

BAD = Path(__file__).parents[1] / "bad"
ARTBOARDS = "artboards: [{id: a, width: 300}]\n"


def said_by(call: object, *arguments: object, **named: object) -> list[str]:
    with pytest.raises(GeomapError) as caught:
        call(*arguments, **named)
    return list(map(str, caught.value.problems))


@pytest.mark.parametrize("name", ["glyph_each", "glyph_table", "glyph_lang"])
def test_a_build_says_what_a_check_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    config = read_config(f"{name}.yaml")
    checked = said_by(validate, config)
    built = said_by(build, config, only=["svg"], out=tmp_path / "output", locked=False)
    assert built == checked


def test_very_many_rows_are_told_apart_quickly_and_not_all(tmp_path: Path, make_font: MakeFont) -> None:
    make_font("Noto Sans CJK SC", "北京市上海")
    rows = "".join(f"u{n},{'北京市' if n % 2 else '上海'},{n % 80},{n % 170}\n" for n in range(3_000))
    (tmp_path / "units.csv").write_text(f"id,label,lat,lon\n{rows}", "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("units_from: units.csv\n", "utf-8")
    validate(config)
    (tmp_path / "units.csv").write_text(f"id,label,lat,lon\n{rows.replace('京', '廣')}", "utf-8")
    found = said_by(validate, config)
    assert len(found) == 1000
    assert found[0].startswith(f"{tmp_path / 'units.csv'}:3: column label: no font for U+5EE3")


def test_a_map_of_data_alone_needs_no_font(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = "title: ⴰ\nunits: [{id: a, at: {lat: 48, lon: 37}}]\n"
    config.write_text(f"{text}outputs: [geojson]\n", "utf-8")
    assert validate(config) == []
    build(config)
    config.write_text(f"{text}outputs: [geojson, html]\n", "utf-8")
    assert said_by(validate, config) == said_by(build, config)


def test_the_pages_of_an_atlas_are_checked_with_their_own_titles_and_languages(tmp_path: Path) -> None:
    square = [[[36, 47], [38, 47], [38, 49], [36, 49], [36, 47]]]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": square}}
        for name in ("Aⴰ", "B")
    ]
    (tmp_path / "regions.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(
        "title: 'Region {region}'\nunits: [{id: a, at: {lat: 48, lon: 37}, country: UA}]\n"
        f"as_of: 2024-05-01\n{ARTBOARDS}"
        "pages: {regions: {file: regions.geojson, name: name}, langs: [en, zgh]}\n",
        "utf-8",
    )
    checked = said_by(validate, config)
    assert [line.removeprefix(str(config)).split(": no font")[0] for line in checked] == [
        ":1:8: title", ":5:67: pages.langs[1]",
    ]  # fmt: skip
    made = {page.id: [problem.path for problem in page.problems] for page in build_atlas(config, only=["svg"]).pages}
    assert made["b-en"] == []
    assert made["aⴰ-en"] == ["title"]
    assert made["b-zgh"] == ["pages.langs[1]"]


def test_what_is_under_embargo_or_hidden_stops_no_build(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "units:\n  - {id: a, at: {lat: 48, lon: 37}}\n"
        "  - {id: b, at: {lat: 48, lon: 38}, label: ⴰ, embargo_until: 2999-01-01}\n"
        f"  - {{id: c, at: {{lat: 49, lon: 38}}, label: {{text: ⴰ, hide: true}}}}\n{ARTBOARDS}",
        "utf-8",
    )
    validate(config)
    build(config, only=["svg"])


def test_a_later_row_of_a_unit_inherits_its_label_and_no_problem(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "units:\n  - {id: a, at: {lat: 48, lon: 37}, as_of: 2024-01-01, label: ⴰ}\n  - {id: a, as_of: 2024-02-01}\n",
        "utf-8",
    )
    (line,) = said_by(validate, config)
    assert line.startswith(f"{config}:2:63: units[0].label: ")


def test_titles_of_sources_are_told_where_a_page_prints_them(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    source = "sources: {daily: {publisher: The Daily, title: ⴰⵣⵓⵍ}}\n"
    config.write_text(
        f"{source}units: [{{id: a, at: {{lat: 1, lon: 2}}, troops: 5, sources: daily}}]\noutputs: [svg]\n", "utf-8"
    )
    assert not validate(config)
    config.write_text(config.read_text("utf-8").replace("[svg]", "[html]"), "utf-8")
    for call in (validate, build):
        (said,) = said_by(call, config)
        assert said.startswith(f"{config}:1:48: sources.daily.title: no font for U+2D30 TIFINAGH LETTER YA")


def test_what_all_pages_of_an_atlas_lack_is_told_once(tmp_path: Path, make_font: MakeFont) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "title: '{lang} ⴰ'\nunits: [{id: a, at: {lat: 48, lon: 37}, label: Bⴱ, country: UA}]\n"
        f"as_of: 2024-05-01\n{ARTBOARDS}pages: {{langs: [en, uk, zgh]}}\noutputs: [svg]\n",
        "utf-8",
    )
    checked = [line.removeprefix(f"{config}:") for line in said_by(validate, config)]
    assert [line.split(": no font")[0] for line in checked] == [
        "1:8: title", "2:48: units[0].label", "5:25: pages.langs[2]",
    ]  # fmt: skip
    done = CliRunner().invoke(main, ["build", str(config)])
    said = [line for line in done.stderr.splitlines() if "no font" in line]
    pages = ("pages en, uk, zgh", "pages en, uk, zgh", "page zgh")
    assert said == [f"{page}: {config}:{line}" for page, line in zip(pages, checked, strict=True)]
