"""Others add symbols, kinds of layer, formats and readers by one file each, and edit nothing of geomap."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from tests.conftest import ROOT
from tests.examples import BARE

HERE = Path(__file__).parent
CONFIG = f"""name: map
symbols: plain
outputs: [svg, geojson, lines]
sides: {{a: {{label: Side A}}}}
artboards: [{{id: one, width: 400}}]
units_from: {{file: units.pipes, defaults: {{side: a}}}}
layers:
  - {{kind: cross, at: {{lat: 10.5, lon: 20.5}}}}
{BARE}"""
TABLE = """| label | lat | lon | formations | troops |
|---|---|---|---|---|
| North | 11 | 20 | tank | 900 |
| South | 10 | 21 | infantry |  |
"""
ENTRIES = {
    "geomap.families": "plain = geomap_plain:FAMILY",
    "geomap.kinds": "cross = geomap_cross:KIND",
    "geomap.formats": "lines = geomap_lines:FORMAT",
    "geomap.readers": "pipes = geomap_pipes:read",
}


def install(site: Path, entries: dict[str, str] = ENTRIES, version: str = "1.0") -> None:
    """As pip would install one distribution of four files."""
    shutil.copytree(HERE, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns("test_*", "__pycache__"))
    metadata = site / f"geomap_more-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: geomap-more\nVersion: {version}\n", "utf-8")
    groups = "".join(f"[{group}]\n{entry}\n" for group, entry in entries.items())
    (metadata / "entry_points.txt").write_text(groups, "utf-8")


def geomap(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, where `site` is one of the places that Python looks for distributions in."""
    code = f"import sys; sys.path[0] = {str(site)!r}; from geomap.cli import main; main(prog_name='geomap')"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, encoding="utf-8")


def test_the_docs_hold_these_files() -> None:
    shown = (ROOT / "docs/extending.md").read_text("utf-8")
    files = sorted(HERE.glob("geomap_*.py"))
    assert len(files) == 4 and all(f"```python\n{file.read_text('utf-8')}```" in shown for file in files)
    assert all(f'[project.entry-points."{group}"]' in shown for group in ENTRIES)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "units.pipes").write_text(TABLE, "utf-8")
    return folder


def test_one_file_each_adds_a_family_a_kind_a_format_and_a_reader(tmp_path: Path, project: Path) -> None:
    install(tmp_path / "site")
    made = geomap(tmp_path / "site", project, "build")
    assert made.returncode == 0, made.stderr
    assert (project / "output/map.lines").read_text("utf-8") == "North 11.00 20.00\nSouth 10.00 21.00\n"
    features = json.loads((project / "output/map.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["id"] for feature in features] == ["north", "south", "cross"]
    drawn = (project / "output/map-one.svg").read_text("utf-8")
    assert 'id="label-north-plain-tank"' in drawn and "news/" not in drawn and 'id="other-cross"' in drawn
    assert geomap(tmp_path / "site", project, "check").returncode == 0
    # The map is stale when the other distribution is another.
    install(tmp_path / "newer", version="1.1")
    found = geomap(tmp_path / "newer", project, "check")
    assert found.returncode == 1 and "plugin plain" in found.stdout + found.stderr


def test_what_nobody_offers_is_refused_as_any_slip(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    made = CliRunner().invoke(main, ["validate"])
    assert made.exit_code == 1
    assert 'config.yaml:2:10: symbols: got "plain", expected news or app6' in made.stderr
    assert 'config.yaml:3:25: outputs[2]: got "lines", expected png, svg' in made.stderr
    assert 'got "cross", expected line, area, arrow, note, label, place or ring' in made.stderr


def test_the_names_of_others_are_offered(tmp_path: Path, project: Path) -> None:
    install(tmp_path / "site")
    (project / "config.yaml").write_text(CONFIG.replace("plain", "plane").replace("[svg", "[liness"), "utf-8")
    made = geomap(tmp_path / "site", project, "validate")
    assert "expected news, app6 or plain; did you mean plain?" in made.stderr
    assert "kmz, parquet or lines; did you mean lines?" in made.stderr
    assert "plain" in geomap(tmp_path / "site", project, "symbols", "--family", "plane").stderr


def test_a_family_without_an_outline_for_a_kind_has_no_stand_in(tmp_path: Path, project: Path) -> None:
    install(tmp_path / "site")
    lines = (tmp_path / "site/geomap_plain.py").read_text("utf-8").replace("enumerate(KINDS)", "enumerate(KINDS[2:])")
    (tmp_path / "site/geomap_plain.py").write_text(lines, "utf-8")
    made = geomap(tmp_path / "site", project, "build")
    assert made.returncode == 1 and "Traceback" not in made.stderr
    assert "the symbols plain have no outline for infantry, motorized-infantry" in made.stderr


def test_code_of_others_that_cannot_be_loaded_is_said(tmp_path: Path, project: Path) -> None:
    install(tmp_path / "site", {**ENTRIES, "geomap.formats": "lines = geomap_lines:MISSING"})
    made = geomap(tmp_path / "site", project, "build")
    assert made.returncode == 1 and "Traceback" not in made.stderr
    assert "lines of geomap-more 1.0 cannot be loaded: AttributeError" in made.stderr


def test_a_config_cannot_bring_code(tmp_path: Path, project: Path) -> None:
    """What lies beside it is not looked for, only what is installed."""
    install(project)
    made = geomap(tmp_path, project, "build")
    assert made.returncode == 1 and 'got "plain", expected news or app6' in made.stderr
