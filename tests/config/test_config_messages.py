"""What is wrong with a config as a whole; `tests/bad/` has a file for every other message."""

import pytest

from geomap.config import read_config
from geomap.errors import ConfigError


def test_missing_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "config.yaml")
    assert str(caught.value) == f"{tmp_path / 'config.yaml'}: there is no such file"


def test_a_folder_without_a_config(tmp_path):
    with pytest.raises(ConfigError, match=r"this folder holds no config\.yaml"):
        read_config(tmp_path)


def test_file_name_is_printed_as_given(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "c.yaml").write_text("titel: x\nview: {fit: units}\nunits: [{place: A}]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"^\./a/\.\./c\.yaml:1:1: titel"):
        read_config("./a/../c.yaml")


def test_link_to_the_outside(tmp_path):
    folder = tmp_path / "map"
    folder.mkdir()
    (tmp_path / "secret.geojson").write_text("{}", "utf-8")
    (folder / "link.geojson").symlink_to(tmp_path / "secret.geojson")
    config = folder / "config.yaml"
    config.write_text(
        "view: {bounds: [1, 2, 3, 4]}\nlayers: [{kind: line, role: border, file: link.geojson}]\n", "utf-8"
    )
    with pytest.raises(ConfigError, match="beside or below the config"):
        read_config(config)


def test_hopeless_files_end_soon(tmp_path):
    config = tmp_path / "config.yaml"
    rows = "".join(f"  - {{place: P{i}, source: s{i}, sources: [s{i}], troops: lots}}\n" for i in range(3000))
    config.write_text(f"units:\n{rows}", "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(config)
    assert len(caught.value.problems) == 1000
