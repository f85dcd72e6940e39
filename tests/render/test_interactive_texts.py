"""The page's type, in Chromium: set as in the pictures."""

import pytest

from geomap.fonts import Face, text_width
from geomap.marks.style import TYPE
from tests.render.browser import opened, rendered
from tests.render.january import january, unit, with_units

WIDTH_OF = """(id) => {
  const lines = document.createRange();
  lines.selectNodeContents(document.querySelector(id));
  return lines.getBoundingClientRect().width;
}"""


@pytest.mark.parametrize("name", ("Luhansk", "Слов'янськ"))
def test_names_are_as_wide_as_in_the_pictures(chromium, tmp_path, name):
    place = unit("a", name, 48, 38, None)
    with opened(chromium, rendered(with_units(january(), place)), tmp_path) as page:
        drawn = page.evaluate(WIDTH_OF, ".unit-label text.place")
        assert page.evaluate("[...document.fonts].map(({ status }) => status)") == ["loaded"] * 4
    assert drawn == pytest.approx(text_width(name, TYPE["place"].size(720), Face("bold")), abs=0.6)
