"""The lock: it is that of pyproject.toml, it is closed, what runs here are its versions, and the manifest names it."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from geomap.pipeline.build import build
from geomap.pipeline.freshness import keys
from scripts import lock
from tests.conftest import ROOT, Built

CONFIG = "title: One\nview: {bounds: [-3, 15, 3, 19]}\nunits: [{label: Camp, at: {lat: 17, lon: 0}}]\noutputs: [csv]\n"


def test_the_lock_is_that_of_the_project() -> None:
    assert not lock.faults(), "`make lock` renews it"


def test_what_is_open_or_unlike_pyproject_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = lock.MAP.read_text("utf-8").replace("\nclick==", "\nclick==0.").replace("--hash=sha256:", "--hash=md5:")
    monkeypatch.setattr(lock, "MAP", tmp_path / "requirements.txt")
    lock.MAP.write_text(text, "utf-8")
    found = lock.faults()
    assert "requirements.txt does not hold click>=8.2,<9" in found
    assert "click is another one in dev.txt" in found
    assert any(fault.startswith("requirements.txt: no hash of click==0.") for fault in found)
    assert "matplotlib has not one version for all" not in found
    lock.MAP.write_text(text.replace("\nmatplotlib==", "\nnothing=="), "utf-8")
    assert "matplotlib has not one version for all" in lock.faults()


def test_this_environment_is_that_of_the_lock() -> None:
    """Where it is not, `make test` would try other libraries than those that the committed bytes were made with."""
    apart = []
    for name, pinned in lock.pins(lock.DEV).items():
        wanted = [number for number, marker in pinned if marker is None or marker.evaluate()]
        try:
            if wanted and version(name) not in wanted:
                apart.append(f"{name} {version(name)}, locked: {', '.join(wanted)}")
        except PackageNotFoundError:
            apart.append(f"{name} is not installed")
    assert not apart, "`make test` installs what is locked"


def test_the_manifest_names_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: Built) -> None:
    digest = sha256(lock.MAP.read_bytes()).hexdigest()[:16]
    assert example.manifest["tool"]["lock"] == digest
    assert json.loads((ROOT / "output" / "manifest.json").read_text("utf-8"))["tool"]["lock"] == digest
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG, "utf-8")
    monkeypatch.setattr(keys, "version_of", lambda name: "0.1" if name == "babel" else "")
    build(config)
    assert json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["tool"]["lock"] is None
