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
import shapely

from geomap.facts import Estimate, Source
from geomap.marks.size import SizeScale
from geomap.players.html.data import page_data
from geomap.players.html.geometry import STEPS_PER_DEGREE, shapes
from geomap.players.html.units import fact_columns, fact_row
from geomap.scene import Scene
from tests.render.browser import rendered
from tests.render.january import BOUNDS, COAST, ground, january, unit, with_units

SIZE_LIMIT = 600_000  # bytes


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(january())


def data_of(scene: Scene) -> dict[str, Any]:
    return page_data(scene, fact_columns(scene))


def degrees(ring: list[int]) -> list[tuple[float, float]]:
    """A coded ring as longitudes and latitudes."""
    xs = [sum(ring[0 : i + 1 : 2]) / STEPS_PER_DEGREE for i in range(0, len(ring), 2)]
    ys = [sum(ring[1 : i + 2 : 2]) / STEPS_PER_DEGREE for i in range(0, len(ring), 2)]
    return list(zip(xs, ys, strict=True))


def test_is_the_same_under_every_hash_seed():
    imports = "from geomap.players.html.document import render; from tests.render.january import january"
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


def test_artboards_carry_the_rule_of_their_width():
    artboards = data_of(january())["artboards"]
    assert [artboard["width"] for artboard in artboards] == [1050, 720, 480, 335]
    assert artboards[0]["max_diameter"] == 60
    assert artboards[-1]["max_diameter"] == pytest.approx(60 * (335 / 1050) ** 0.5, abs=0.001)
    left_out = artboards[-1]["left_out"]
    assert left_out == {"formations": True, "labels": ["analysts", "azov"]}


def test_a_circle_of_the_largest_value_has_the_largest_diameter():
    data = data_of(january())
    scale = SizeScale(data["max_value"], data["artboards"][0]["max_diameter"])
    assert scale.diameter(max(most for _, _, most in data["symbols"]["counts"])) == data["artboards"][0]["max_diameter"]


def test_land_is_clipped_and_close_to_what_was_given():
    (land,) = shapes(january(), BOUNDS)["areas"]
    coded = shapely.Polygon(degrees(land["rings"][0]))
    given = shapely.clip_by_rect(shapely.Polygon(COAST), *coded.bounds)
    assert coded.symmetric_difference(given).area < 0.001 * given.area
    assert coded.bounds[0] == pytest.approx(35.4 - 0.04 * 7, abs=0.001)


def test_a_view_across_the_antimeridian_runs_past_180():
    halves = shapely.box(170, -20, 180, -10).union(shapely.box(-180, -20, -170, -10))
    scene = replace(january(), bounds=(175, -25, -175, -5), ground=ground(halves), lines=())
    data = data_of(scene)
    assert data["artboards"][0]["bounds"] == [175, -25, 185, -5]
    (land,) = data["areas"]
    points = [point for ring in land["rings"] for point in degrees(ring)]
    assert min(x for x, _ in points) < 175
    assert max(x for x, _ in points) > 185


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
