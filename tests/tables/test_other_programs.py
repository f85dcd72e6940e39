"""What other programs put into their files beside the cells: styles of My Maps, links, marks of a web page."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from geomap.cli import main
from geomap.config import Config, read_config
from geomap.facts import Estimate

KEPT = Path(__file__).parent / "kept"


def config(folder: Path, entry: str, more: str = "") -> Config:
    (folder / "config.yaml").write_text(f"{more}units_from: {entry}\n", "utf-8")
    return read_config(folder / "config.yaml")


def test_a_map_of_google_has_folders_and_icons(tmp_path: Path) -> None:
    (tmp_path / "m.kml").write_bytes((KEPT / "mymaps.kml").read_bytes())
    sides = "sides: {north: {label: N}, south: {label: S}}\n"
    entry = "{file: m.kml, columns: {troops: Strength}, where: {style: icon-1899-0288D1}, carry: [folder]}"
    found = config(tmp_path, entry, sides).units
    assert [(unit.label.text, unit.side, unit.troops) for unit in found] == [
        ("Табір", "south", None),
        ("Depot", "south", Estimate.exact(40)),
    ]
    assert [unit.carried for unit in found] == [{"folder": "Bases"}, {"folder": "Depots"}]


PASTED = """\
id\tlabel\tlat\tlon\ttroops[1]
a\tCamp\u00a0One[2][3]\t1\t2\t900[4]
b\tCamp Two [a]\t3\t4\t180[citation needed]
"""


def test_footnote_marks_of_a_web_page_are_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text(PASTED, "utf-8")
    found = config(tmp_path, "p.tsv")
    assert [(unit.label.text, unit.troops) for unit in found.units] == [
        ("Camp One", Estimate.exact(900)),
        ("Camp Two", Estimate.exact(180)),
    ]
    done = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert [line.partition("p.tsv: ")[2] for line in done.stdout.splitlines() if "p.tsv" in line] == [
        "footnote marks, as [1], are left out of texts and headings",
        "non-breaking blanks are read as blanks",
    ]


def test_what_may_be_a_name_stays(tmp_path: Path) -> None:
    """One text alone, and all that geomap has written itself."""
    (tmp_path / "p.csv").write_text("id,label,lat,lon\na,Camp[1],1,2\nb,B,3,4\n", "utf-8")
    assert [unit.label.text for unit in config(tmp_path, "p.csv").units] == ["Camp[1]", "B"]
    (tmp_path / "p.csv").write_text("id,label,lat,lon,found_by\na,Camp[1],1,2,\nb,B[2],3,4,\n", "utf-8")
    assert [unit.label.text for unit in config(tmp_path, "p.csv").units] == ["Camp[1]", "B[2]"]
