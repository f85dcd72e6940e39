"""The files that a pattern of `units_from` means, and what it is never lost in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.config import globs, read_config, tabled
from geomap.config.globs import Matching, TooManyError
from geomap.errors import ConfigError
from tests.effort import Effort

NAMES = ("a.csv", "b.csv", "one/a.csv", "one/c.txt", "one/two/d.csv", ".hidden/e.csv", "b[1].csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("globs")
    for name in NAMES:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("id\n", "utf-8")
    return made


@given(st.lists(st.sampled_from(["**", "*", "*.csv", "one", "two", "[ab].csv", "?.csv", "o*"]), min_size=1, max_size=4))
def test_it_means_what_python_means(folder: Path, parts: list[str]) -> None:
    pattern = "/".join([*parts, "*.csv"] if parts[-1] == "**" else parts)
    expected = sorted({file for file in folder.glob(pattern) if file.is_file()})
    assert Matching(folder, pattern, folder).files == expected


def test_folders_that_lead_to_themselves_are_seen_once(tmp_path: Path) -> None:
    """Eight links to the folder itself, twelve levels deep, are 68,719,476,736 ways to one file."""
    (tmp_path / "a.csv").write_text("id,lat,lon\na,48,37\n", "utf-8")
    for name in "klmnopqr":
        (tmp_path / name).symlink_to(".")
    assert {file.name for file in Matching(tmp_path, "*/" * 12 + "*.csv", tmp_path).files} == {"a.csv"}


def test_what_lies_outside_is_not_looked_into_nor_told(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.csv").write_text("id\n", "utf-8")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "out").symlink_to(tmp_path / "elsewhere")
    config = tmp_path / "project" / "config.yaml"
    for pattern in ("out/*.csv", "out/**/*.csv", "*/*.csv"):
        config.write_text(f"units_from: '{pattern}'\n", "utf-8")
        with pytest.raises(ConfigError, match="the name of files that exist") as caught:
            read_config(config)
        assert "secret" not in str(caught.value)


def test_a_pattern_without_an_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(globs, "MOST_LOOKED_AT", 5)
    for number in range(6):
        (tmp_path / f"{number}.csv").touch()
    with pytest.raises(TooManyError):
        Matching(tmp_path, "**/*.csv", tmp_path)
    (tmp_path / "config.yaml").write_text("units_from: '**/*.csv'\n", "utf-8")
    with pytest.raises(
        ConfigError, match="a pattern with fewer than 50,000 files and folders to look at; name a folder"
    ):
        read_config(tmp_path / "config.yaml")


def test_a_file_that_several_patterns_mean_is_read_once(tmp_path: Path) -> None:
    """To read it again makes each row another of the same unit."""
    for number in range(20):
        (tmp_path / f"f{number}.csv").write_text(f"id,lat,lon\nu{number},1,2\n", "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(f"units_from: [{', '.join(['*.csv'] * 500)}]\n".replace("*.csv", '"*.csv"'), "utf-8")
    with Effort() as effort, pytest.raises(ConfigError) as caught:
        read_config(config)
    assert effort.calls < 3_000_000  # a second or two
    assert len(caught.value.problems) == 499
    assert caught.value.problems[0].text == "f0.csv is read by an entry before, in the same way"
    config.write_text('units_from: [{file: "*.csv", where: {id: [u1]}}, {file: f2.csv, where: {id: u2}}]\n', "utf-8")
    assert [row.id for row in read_config(config).units] == ["u1", "u2"]


@pytest.mark.parametrize(("name", "most"), [("MOST_TABLES", 2), ("MOST_BYTES", 40)])
def test_more_tables_than_anybody_has_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    for number in range(3):
        (tmp_path / f"f{number}.csv").write_text(f"id,lat,lon\nu{number},1,2\n", "utf-8")
    (tmp_path / "config.yaml").write_text('units_from: "*.csv"\n', "utf-8")
    monkeypatch.setattr(tabled, name, most)
    with pytest.raises(ConfigError, match=r"more than .* tables, or .* MB of them, with those before"):
        read_config(tmp_path / "config.yaml")


def test_all_patterns_together_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(globs, "MOST_IN_ALL", 5)
    (tmp_path / "a.csv").write_text("id,lat,lon\na,1,2\n", "utf-8")
    patterns = ", ".join(f'"{"?" * number}*.csv"' for number in range(9))
    (tmp_path / "config.yaml").write_text(f"units_from: [{patterns}]\n", "utf-8")
    with pytest.raises(ConfigError, match="a pattern with fewer than 50,000 files and folders to look at"):
        read_config(tmp_path / "config.yaml")
