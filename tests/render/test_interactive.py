"""The page as text: what stands in it, and that it is the same bytes every time."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from geomap.facts import Estimate, Source
from geomap.layout.sheet import settle
from geomap.players.html.data import page_data
from geomap.players.html.fields import fields_of
from geomap.players.html.units import fact_columns, fact_row
from geomap.scene import Scene
from tests.render.browser import rendered
from tests.render.january import january, unit, with_units

SIZE_LIMIT = 600_000  # bytes


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(january())


def data_of(scene: Scene) -> dict[str, Any]:
    boards = [settle(scene, artboard) for artboard in scene.artboards]
    return page_data(scene, fact_columns(scene), fields_of(boards))


def test_is_the_same_under_every_hash_seed():
    imports = "from tests.render.browser import rendered; from tests.render.january import january"
    code = f"{imports}; print(rendered(january()))"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert len(first) > 100_000
    assert first == second


def test_is_one_file_of_modest_size(html):
    assert len(html.encode()) < SIZE_LIMIT
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=\"(?!data:)", html) == []
    assert "url(" not in html.split("</style>")[0]


def test_policy_allows_exactly_the_scripts_and_styles_in_the_page(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1).replace("&#39;", "'")
    texts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
    hashes = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts}
    assert set(re.findall(r"'sha256-[^']*'", policy)) == hashes
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_sheets_carry_the_scale_of_their_circles():
    sheets = data_of(january())["sheets"]
    sizes = {sheet["id"]: sheet["k"] * 18000**0.5 for sheet in sheets}
    assert [*sizes] == sorted(sizes, key=lambda name: -sizes[name])
    assert sizes["phone"] == pytest.approx(60 * (335 / 1050) ** 0.5, abs=0.01)


def test_only_web_addresses_become_links():
    urls = ("javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "http://[", "https://example.org/a")
    sources = {str(i): Source(str(i), "P", "T", url) for i, url in enumerate(urls)}
    place = unit("a", "A", 48, 38, Estimate.exact(5), sources=tuple(sources))
    row = fact_row(fact_columns(with_units(replace(january(), sources=sources), place)), 0)
    assert [source.get("url") for source in row["sources"]] == [None] * 5 + ["https://example.org/a"]


def test_data_cannot_end_their_script_element():
    scene = replace(january(), title="</script><!--\u2028&amp;")
    data = re.search(r'id="geomap-data">(.*?)</script>', rendered(scene), re.DOTALL).group(1)
    assert not set("<>&\u2028") & set(data)
    assert json.loads(data)["title"] == scene.title
