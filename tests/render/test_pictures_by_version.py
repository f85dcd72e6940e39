"""PNG and PDF by versions of matplotlib: for those that were tried to the pixel, for others as far as one can see.

`python -m scripts.hash_pictures` keeps what the version at hand draws.
"""

from __future__ import annotations

import re

import numpy as np

from scripts.hash_pictures import kept, looks, version
from tests.conftest import ROOT

SEEN = 2.0  # of 255, the mean of a part of the picture


def test_a_page_is_drawn_as_ever() -> None:
    drawn, known = looks(), kept()
    if version() in known:
        assert drawn == known[version()]
    for of_other in known.values():
        assert np.abs(np.array(drawn["light"]) - np.array(of_other["light"])).max() < SEEN


def test_the_docs_say_which_versions_the_promise_covers() -> None:
    text = (ROOT / "docs" / "working.md").read_text("utf-8")
    (said,) = re.findall(r"depend on matplotlib; ([\d., and]+) draw the same to the eye", " ".join(text.split()))
    assert said.split(" and ") == sorted(kept())
