"""README and the docs stay true: the commands exist, the YAML builds, the Python runs, every key is named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from benchmarks import headline
from geomap.cli import main
from geomap.config.artboards import ArtboardRow
from geomap.config.json_schema import json_schema
from geomap.config.styles import StyleRow
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.values.placement import PlacedTextRow
from scripts.make_pictures import OUT, PICTURES, make_picture
from tests.conftest import ROOT, copy_example
from tests.examples import mostly_long

README = (ROOT / "README.md").read_text("utf-8")
DOCS = {page.name: page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
GUIDE = "\n".join([README, *DOCS.values()])
MOST_LINES = 150  # of README: the docs have the room

DISTRICTS = json.dumps(
    {
        "type": "Feature",
        "properties": {"NAME": "Gao"},
        "geometry": {"type": "Polygon", "coordinates": [[[-1, 15], [1, 15], [1, 17], [-1, 15]]]},
    }
)


def blocks(language: str, text: str = README) -> list[str]:
    """The examples without a title; those with one are files, which tests/test_docs_site.py builds."""
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_readme_stays_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("text", blocks("yaml", GUIDE))
def test_its_yaml_builds(tmp_path: Path, text: str) -> None:
    """Each example alone, or in the first map, whose keys it replaces."""
    first, fragment = (yaml.safe_load(block) for block in (blocks("yaml")[0], text))
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "reports.csv").write_text("latitude,longitude,troops\n16.1,0.1,100\n16.2,0.2,300\n", "utf-8")
    if "pages" in fragment:
        fragment["artboards"] = [{"id": "one", "width": 400}]
    for name, table in re.findall(r'```csv title="(.+?)"\n(.*?)```', DOCS["spreadsheet.md"], flags=re.DOTALL):
        (tmp_path / name).write_text(table, "utf-8")
    boards = {} if fragment == first else {"artboards": [{"id": "one", "width": 720}]}
    text = yaml.safe_dump({**first, **boards, **fragment}, allow_unicode=True)
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    (tmp_path / "layers" / "districts.geojson").write_text(DISTRICTS, "utf-8")
    if "pages" in fragment:
        atlas = build_atlas(tmp_path / "config.yaml", only=["svg"])
        assert len(atlas.pages) == 4
        assert not (atlas.failed or atlas.warnings)
        return
    is_first = fragment == first  # in every format; of the others, what all formats show
    made = build(tmp_path / "config.yaml", only=None if is_first or "outputs" in fragment else ["svg"])
    assert [page.id for page in made.pages] == [board.id for board in made.scene.artboards]
    assert not made.warnings


def test_every_key_of_artboards_labels_and_style_has_an_example() -> None:
    given = "\n".join(blocks("yaml", GUIDE))
    rows = [ArtboardRow.model_fields, PlacedTextRow.model_fields, StyleRow.model_fields]
    assert not [key for row in rows for key in row if f"{key}:" not in given]


@pytest.mark.parametrize("text", blocks("python"))
def test_its_python_runs(tmp_path: Path, text: str) -> None:
    folder = copy_example(tmp_path / "project")
    done = subprocess.run([sys.executable, "-c", text], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4 units in")


def test_every_make_command_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"make (map|test|check|fix|package|bench|clean|lint)\b", README))
    assert {"map", "test", "check", "bench"} <= named <= targets


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_flag_is_named_and_has_an_example(name: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `geomap {name}")]
    assert rows, f"README does not name geomap {name}"
    options = [option for parameter in main.commands[name].params for option in parameter.opts if "--" in option]
    of_all = ("With `--quiet`", "takes `--allow-outside`")
    named = [*rows, *(words for words in of_all if words in " ".join(README.split()))]
    assert all(any(option in row for row in named) for option in options), options
    help_text = CliRunner().invoke(main, [name, "--help"]).output
    assert f"geomap {name}" in help_text.split("Example")[1]


def test_every_command_named_exists() -> None:
    assert set(re.findall(r"`geomap ([a-z]+)", README)) == set(main.commands)
    assert set(re.findall(r"`geomap ([a-z]+)", GUIDE)) == set(main.commands)


def test_every_top_level_key_is_named() -> None:
    for text in (README, DOCS["writing.md"]):
        assert not [key for key in json_schema()["properties"] if f"`{key}`" not in text]


def test_the_figures_of_the_benchmark_are_those_of_its_results() -> None:
    """`make bench` writes both."""
    results = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
    assert headline.told(README) == headline.sentence(results)
    assert re.search(r"takes 0\.\d\d of the CPU time", README)


def test_the_committed_schema_is_the_printed_one() -> None:
    committed = json.loads((ROOT / "geomap.schema.json").read_text("utf-8"))
    assert committed == json_schema(), "run: geomap schema > geomap.schema.json"


@pytest.mark.parametrize("name", mostly_long([*PICTURES], {*PICTURES} - {"three-hundred"}))
def test_the_pictures_are_what_geomap_draws(name: str) -> None:
    """Within the palette's grain, and a hair of difference between versions of the rasterizer."""
    committed, fresh = Image.open(OUT / f"{name}.png"), Image.open(BytesIO(make_picture(name)))
    assert committed.size == fresh.size, "run: python -m scripts.make_pictures"
    apart = np.abs(np.asarray(committed.convert("RGB"), float) - np.asarray(fresh.convert("RGB"), float))
    assert (apart.max(axis=2) > 48).mean() < 0.002, "run: python -m scripts.make_pictures"
    assert any(f"(pictures/{name}.png)" in page for page in DOCS.values())


def test_links_lead_somewhere() -> None:
    """Those of the docs are checked by their strict build."""
    for target, _, anchor in re.findall(r"\]\(([^)#]+)(#([^)]*))?\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
        headings = re.findall(r"^#+ (.*)", (ROOT / target).read_text("utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in [heading.lower().replace(" ", "-") for heading in headings], (target, anchor)


def test_each_line_of_security_names_the_tests_that_hold_it() -> None:
    lines = re.findall(r"(?m)^\|.*\|$", (ROOT / "SECURITY.md").read_text("utf-8"))[2:]
    assert len(lines) > 10
    for line in lines:
        named = re.findall(r"`(tests/[\w/.]+)`", line)
        assert named and all((ROOT / name).exists() for name in named), line
