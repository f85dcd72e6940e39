"""The empty map that the page is built around: folium's own, kept as it writes it."""

from __future__ import annotations

import pytest

from geomap.loading import version_of
from geomap.players.html import shell as page_map
from geomap.players.html.shell import made_by_folium, map_shell


def test_what_is_kept_is_what_folium_writes() -> None:
    assert map_shell() == made_by_folium()
    assert map_shell().folium == version_of("folium")


def test_another_folium_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_map, "version_of", lambda library: f"another {library}")
    shell = map_shell()
    assert shell.folium == "another folium"
    assert 'L.map(\n"map_geomap"' in shell.script
