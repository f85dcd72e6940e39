"""A map, and what a build made, show the page in the cell of a notebook."""

from geomap.pipeline.build import build
from geomap.players.html.document import framed
from tests.conftest import copy_example
from tests.render.browser import opened, rendered
from tests.render.january import january


def test_a_page_in_a_frame_runs(chromium, tmp_path):
    shown = framed(january().title, rendered(january()))
    with opened(chromium, f"<body>{shown}</body>", tmp_path) as page:
        inner = page.frame_locator("iframe")
        inner.locator(".unit-label").first.wait_for()
        assert inner.locator("h1").inner_text() == january().title
        assert inner.locator(".unit").count() == 4
        assert page.locator("iframe").get_attribute("title") == january().title


def test_what_a_build_made_shows_the_page_that_it_wrote(tmp_path):
    made = build(copy_example(tmp_path / "project") / "config.yaml", only=["html"])
    written = (made.folder / "eastern-ukraine.html").read_text("utf-8")
    shown = made._repr_html_()
    assert shown.startswith("<iframe ")
    for mark, coded in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        written = written.replace(mark, coded)
    assert written in shown
