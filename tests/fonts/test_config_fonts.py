"""The key `fonts`: which font a map is set in, what is refused, and that no map is set in the fonts of another."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest
from fontTools.ttLib import TTFont, newTable

from geomap.config import read_config
from geomap.errors import GeomapError
from geomap.fonts import set_line
from geomap.fonts.face import Installed
from geomap.pipeline.animation import animate
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.pipeline.frames import drawing_from
from geomap.pipeline.validate import validate
from geomap.pipeline.watch.preview import Preview
from geomap.typefaces import Typefaces, set_in
from tests.fonts.conftest import write_font

TEXT = "אב"
CONFIG = f"units: [{{id: a, at: {{lat: 48, lon: 37}}, label: {TEXT}, troops: 5}}]\nartboards: [{{id: a, width: 300}}]\n"

Project = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Make a project whose config names a font of boxes so wide."""

    def made(name: str, width: int = 400, fonts: str = "fonts: own.ttf\n", more: str = "") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        write_font(folder, "Own", TEXT, widths=dict.fromkeys(TEXT, width)).rename(folder / "own.ttf")
        (folder / "config.yaml").write_text(f"{fonts}{CONFIG}{more}", "utf-8")
        return folder / "config.yaml"

    return made


def families(typefaces: Typefaces) -> list[str]:
    with set_in(typefaces):
        return [font.family for font, _ in set_line(TEXT).used() if isinstance(font, Installed)]


def test_the_config_is_asked_first_then_the_variable_then_the_extra_and_the_computer_last(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = read_config(project("one", fonts="fonts: [own.ttf, system]\n"))
    nothing = read_config(project("two", fonts=""))
    system = tmp_path / "system"
    system.mkdir()
    path = write_font(system, "Aa Computer", "ⴰⵣ")
    monkeypatch.setattr("geomap.fonts.installed._system_files", lambda: [path])
    monkeypatch.setattr("geomap.fonts.installed._in", _uncached("_in"))
    monkeypatch.setattr("geomap.fonts.installed._ranked", _uncached("_ranked"))
    monkeypatch.setenv("GEOMAP_FONTS", str(write_font(tmp_path, "Noto Sans Hebrew", TEXT)))
    assert families(config.typefaces) == ["Own"]
    assert families(nothing.typefaces) == ["Noto Sans Hebrew"]
    with set_in(nothing.typefaces):
        assert [font.path for font, _ in set_line(TEXT).used()] == [Path(os.environ["GEOMAP_FONTS"])]
    monkeypatch.delenv("GEOMAP_FONTS")
    with set_in(nothing.typefaces):
        assert all("geomap_fonts" in str(font.path) for font, _ in set_line(TEXT).used())
        assert not list(set_line("ⴰⵣ").used())
    with set_in(config.typefaces):
        assert [font.family for font, _ in set_line("ⴰⵣ").used()] == ["Aa Computer"]


def _uncached(name: str) -> Callable[..., object]:
    function = getattr(__import__("geomap.fonts.installed", fromlist=[name]), name)
    return function.__wrapped__


def test_maps_drawn_in_one_process_keep_to_their_own_fonts(project: Project) -> None:
    """The same text, size and artboard: whatever is remembered of one is not used for the other."""
    configs = [project(name, width) for name, width in (("narrow", 300), ("wide", 900), ("again", 300))]
    copy(configs[0].with_name("own.ttf"), configs[2].with_name("own.ttf"))  # with the time that it was made
    narrow, wide, again = (build(config, only=["svg"]) for config in configs)
    boxes = [next(text.box for text in made.pages[0].texts if text.text == TEXT) for made in (narrow, wide, again)]
    assert boxes[1].width == pytest.approx(3 * boxes[0].width, rel=0.01)
    assert boxes[2].width == boxes[0].width
    svgs = [(made.folder / "config-a.svg").read_bytes() for made in (narrow, wide, again)]
    assert svgs[0] == svgs[2] != svgs[1]
    assert b"font-family:'Own'" in svgs[0]


def test_every_way_to_a_map_sets_it_in_the_fonts_of_its_config(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preview, a moving picture, and the pages of an atlas, each read from its file as another process does."""
    preview = Preview(project("watched"))
    preview.refresh()
    assert b"font-family:'Own'" in preview.file("config-a.svg")
    days = project("days", more="snapshots: [2024-01-01]\nas_of: 2024-02-01\n")
    monkeypatch.setenv("GEOMAP_FONTS", "/nowhere")
    monkeypatch.setattr("geomap.fonts.installed._extra_folder", lambda: "")
    assert animate(days, artboard="a").path.is_file(), "where no other font has the letters"
    atlas = project("atlas", more="pages: {langs: [en, de]}\n")
    made = build_atlas(atlas, only=["svg"])
    assert [page.problems for page in made.pages] == [(), ()]
    svg = (atlas.parent / "output" / "en" / "config-a.svg").read_text("utf-8")
    assert "font-family:'Own'" in svg


def test_a_notebook_names_fonts_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import geopandas as gpd  # noqa: PLC0415 - takes a second

    config = project("frame")
    monkeypatch.chdir(config.parent)
    frame = gpd.GeoDataFrame({"label": [TEXT]}, geometry=gpd.points_from_xy([37], [48]), crs=4326)
    drawing = drawing_from(frame, fonts="own.ttf", artboards=[{"id": "a", "width": 300}])
    assert "font-family:'Own'" in (drawing.save("out", ["svg"])[0]).read_text("utf-8")


def test_a_font_that_changes_makes_its_outputs_anew(project: Project) -> None:
    config = project("changed")
    made = build(config, only=["svg"])
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    assert "font.own.ttf" in manifest["published"]
    assert not build(config, only=["svg"]).why
    write_font(config.parent, "Own", TEXT, widths=dict.fromkeys(TEXT, 800)).rename(config.parent / "own.ttf")
    again = build(config, only=["svg"])
    assert again.why == {"config-a.svg": "changed: own.ttf"}
    widths = [next(text.box.width for text in one.pages[0].texts if text.text == TEXT) for one in (made, again)]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda font: font["OS/2"].__setattr__("fsType", 2), "expected a font that may be embedded; its own settings"),
        (
            lambda font: font.__setitem__("CBDT", newTable("CBDT")),
            "expected a font with outlines; its letters are",
        ),
        (lambda font: font.__delitem__("cmap"), "expected a font: .ttf, .otf, .ttc or .woff; this file is broken"),
    ],
    ids=["licence", "colour", "no-characters"],
)
def test_a_font_that_cannot_be_used_is_refused(project: Project, spoil: Callable[[TTFont], None], said: str) -> None:
    config = project("spoilt")
    font = TTFont(config.parent / "own.ttf")
    spoil(font)
    if "CBDT" in font:
        font["CBDT"].data = bytes(8)
        font["CBDT"].compile = lambda _: bytes(8)
    font.save(config.parent / "own.ttf")
    with pytest.raises(GeomapError, match=re.escape(said)) as caught:
        read_config(config)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.column) == ("fonts", 1, 8)


def test_what_is_set_in_a_font_of_the_computer_is_warned_of_and_only_that(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_font(tmp_path, "Aa Computer", "ⴰⵣ")
    monkeypatch.setattr("geomap.fonts.installed._system_files", lambda: [path])
    monkeypatch.setattr("geomap.fonts.installed._in", _uncached("_in"))
    monkeypatch.setattr("geomap.fonts.installed._ranked", _uncached("_ranked"))
    plain = project("plain", fonts="fonts: system\n")
    other = project("other", fonts="fonts:\n  - own.ttf\n  - system\ntitle: ⴰⵣ\n")
    assert validate(plain) == []
    (warning,) = validate(other)
    assert (warning.severity, warning.path, warning.line) == ("warning", "fonts[1]", 3)
    assert warning.message == "texts are set in fonts of this computer, so the bytes of the outputs depend on it"
    assert warning in build(other, only=["svg"]).warnings
    with pytest.raises(GeomapError, match="fonts of this computer"):
        validate(other, strict=True)


def test_letters_that_are_damaged_are_told_when_the_file_is_read(project: Project) -> None:
    """Also where the tables that describe the font are whole."""
    config = project("one", fonts="fonts: own.woff\n")
    font = TTFont(config.parent / "own.ttf")
    font.flavor = "woff"
    font.save(config.parent / "own.woff")
    whole = (config.parent / "own.woff").read_bytes()
    assert not validate(config)
    count = int.from_bytes(whole[12:14], "big")
    entries = [whole[44 + 20 * number :][:20] for number in range(count)]
    (letters,) = (int.from_bytes(entry[4:8], "big") for entry in entries if entry[:4] == b"glyf")
    (config.parent / "own.woff").write_bytes(whole[:letters] + b"\xff" * 8 + whole[letters + 8 :])
    for command in (validate, build):
        with pytest.raises(GeomapError, match="this file is broken, or no font"):
            command(config)


def test_a_collection_of_very_many_faces_is_not_walked_through(project: Project) -> None:
    config = project("one", fonts="fonts: many.ttc\n")
    head = b"ttcf" + bytes([0, 1, 0, 0]) + (200_000).to_bytes(4, "big")
    (config.parent / "many.ttc").write_bytes(head + (12).to_bytes(4, "big") * 200_000)
    with pytest.raises(GeomapError, match="expected a font"):
        validate(config)
