"""`geomap check`: are the outputs what a build would make now, and if not, why."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geomap import __version__
from geomap.cli import main
from geomap.loading import version_of
from geomap.pipeline.build import build
from geomap.pipeline.freshness.listing import stamped
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

CONFIG = """\
view: {bounds: [-3, 15, 3, 19]}
units:
  - {id: gao, at: {lat: 16.27, lon: -0.04}, troops: 900}
layers:
  - {kind: line, id: front, role: contact_line, file: front.geojson}
artboards: [{id: wide, width: 335}]
outputs: [svg, geojson]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
FRONT = '{"type": "LineString", "coordinates": [[-1, 16], [1, 17]]}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small built project, which is the working folder."""
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "front.geojson").write_text(FRONT, "utf-8")
    build(tmp_path / "config.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["check", *arguments])
    return done.exit_code, done.stderr.replace("\\", "/")


def test_what_was_just_built_is_up_to_date(folder: Path) -> None:
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, done.stdout) == (0, "2 files in output are up to date with config.yaml\n")
    assert said("--out", str(folder / "output")) == (0, "")


def edit(name: str, old: str, new: str) -> Callable[[], object]:
    return lambda: Path(name).write_text(Path(name).read_text("utf-8").replace(old, new), "utf-8")


def made_otherwise(old: str, new: str) -> Callable[[], object]:
    """The manifest as a build would have written it that says so."""
    path = Path("output/manifest.json")
    return lambda: path.write_bytes(stamped(path.read_bytes().replace(old.encode(), new.encode())))


EDITED = "keep hand-made changes in a file of another name, then build again"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (edit("config.yaml", "900", "901"), "config.yaml: changed since the build: units; build it again"),
        (edit("config.yaml", "16.27", "16.28"), "config.yaml: changed since the build: places; build it again"),
        (edit("front.geojson", "17", "17.5"), "config.yaml: changed since the build: layer front; build it again"),
        (
            edit("output/config-wide.svg", "</svg>", "<g/></svg>"),
            f"output/config-wide.svg: not as it was built; {EDITED}",
        ),
        (
            lambda: Path("output/config.geojson").unlink(),
            "output/config.geojson: listed in the manifest, but missing; build it again",
        ),
        (
            made_otherwise('"version": "', '"version": "0.0.'),
            f"output/manifest.json: made by geomap 0.0.{__version__}, this is {__version__}; build it again",
        ),
        (
            made_otherwise('"drawn_from": "', '"drawn_from": "0'),
            "output/manifest.json: says of outputs that they were drawn from something else; build it again",
        ),
        (
            made_otherwise('"shapely": "', '"shapely": "0.'),
            f"output/manifest.json: made with shapely 0.{version_of('shapely')}, this is {version_of('shapely')}"
            "; build it again",
        ),
        (
            lambda: Path("output/manifest.json").unlink(),
            "output/manifest.json: not there; build the maps first",
        ),
        (
            lambda: Path("output/manifest.json").write_text("[]", "utf-8"),
            "output/manifest.json: not a manifest of geomap; build it again",
        ),
    ],
    ids=[
        "units",
        "places",
        "layer",
        "by hand",
        "missing",
        "version",
        "drawn from",
        "library",
        "never built",
        "no manifest",
    ],
)
def test_what_is_not_up_to_date_is_named_with_the_reason(
    folder: Path, change: Callable[[], object], message: str
) -> None:
    change()
    assert said() == (1, f"{message}\n")


def test_a_layer_that_is_no_longer_named_and_a_format_that_was_not_built(folder: Path) -> None:
    text = CONFIG.replace("layers:\n  - {kind: line, id: front, role: contact_line, file: front.geojson}\n", "")
    (folder / "config.yaml").write_text(text.replace("geojson]", "geojson, png]"), "utf-8")
    assert said() == (
        1,
        "config.yaml: changed since the build: layers, layer front; build it again\n"
        "config.yaml:5:25: outputs[2]: png was not built; build it again\n",
    )


def test_a_config_that_cannot_be_read_says_where(folder: Path) -> None:
    edit("config.yaml", "troops", "trops")()
    status, text = said()
    assert (status, text[:20]) == (1, "config.yaml:3:45: un")


def test_each_file_and_its_state_as_json(folder: Path) -> None:
    edit("config.yaml", "900", "901")()
    edit("output/config-wide.svg", "</svg>", "<g/></svg>")()
    done = CliRunner().invoke(main, ["check", "--json"])
    answer = json.loads(done.stdout)
    assert (done.exit_code, done.stderr, answer["up_to_date"]) == (1, "", False)
    assert [tuple(file.values()) for file in answer["files"]] == [
        ("config-wide.svg", "changed by hand"),
        ("config.geojson", "stale"),
    ]
    assert {problem["hint"] for problem in answer["problems"]} == {"build it again", EDITED}


def test_it_loads_nothing_that_draws(folder: Path) -> None:
    code = (
        "import sys\nfrom geomap.pipeline.check import freshness\nassert not freshness('config.yaml').problems\n"
        "print([name for name in ('matplotlib', 'pandas', 'geopandas', 'folium', 'pyproj') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


def edited_manifest(edit: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(Path("output/manifest.json").read_text("utf-8"))
    edit(content)
    return json.dumps(content, indent=1).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["coverage"].update(text="LIES"),
        lambda content: content["artboards"]["wide"].update(symbols=[]),
        lambda content: content.update(mine="precious"),
    ],
)
def test_a_manifest_that_a_hand_has_changed_is_told_and_made_anew(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    """Nothing of it is kept. One who also forges its digest is found out where all is drawn."""
    path = folder / "output" / "manifest.json"
    built, edited = path.read_bytes(), edited_manifest(change)
    path.write_bytes(edited)
    assert said() == (1, "output/manifest.json: not as it was built; build it again\n")
    build("config.yaml")
    assert path.read_bytes() == built
    path.write_bytes(stamped(edited))
    assert said() == (0, "")
    assert said("--redraw") == (1, "output/manifest.json: not what is drawn now; build it again\n")
    path.write_bytes(built)
    assert said("--redraw") == (0, "")


def test_an_output_of_an_earlier_build_that_is_none_any_more_is_told(folder: Path) -> None:
    """It was changed by hand, so the build left it."""
    old = folder / "output" / "config-wide.svg"
    old.write_text(old.read_text("utf-8") + "<!-- mine -->", "utf-8")
    (folder / "config.yaml").write_text(CONFIG.replace("id: wide", "id: slim"), "utf-8")
    build("config.yaml")
    assert said() == (1, "output/config-wide.svg: no output of the map any more; build it again\n")
    old.unlink()
    assert said() == (0, "")
