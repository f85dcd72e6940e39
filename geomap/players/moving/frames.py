"""Pages as the frames of a moving picture: below each a band with the day, and how far the days have gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from geomap.marks.text import set_text
from geomap.page import Box, Group, Item, Page, Path
from geomap.scene.styles import Style
from geomap.typefaces import in_own_typefaces
from geomap.wording import day as long_date

_BAND = 40.0  # px
_BAR = 5.0  # px high
_TICK = 11.0  # px high
_GAP = 18.0  # px between the day and the bar


@in_own_typefaces
def as_frame(page: Page, days: Sequence[date], number: int, look: Style) -> Page:
    """The page of the day of that number, with its band. Ticks lie as far apart as the days do."""
    edge, middle = page.frame.x, page.height + _BAND / 2 - 4
    words = [long_date(day, page.lang) for day in days]
    texts = [set_text((said,), "date", page.width, edge, 0, look=look, style="key_title") for said in words]
    said, widest = texts[number], max(text.box.width for text in texts)
    shift = middle - said.box.centre[1]
    left, right = edge + widest + _GAP, page.width - edge
    first, whole = days[0], max((days[-1] - days[0]).days, 1)
    places = [left + (right - left) * (day - first).days / whole for day in days]
    items: tuple[Item, ...] = (
        replace(said, y=said.y + shift, box=replace(said.box, y=said.box.y + shift), id="frame-date"),
        _bar(left, right, middle, look.rule, "frame-days"),
        _bar(left, places[number], middle, look.text, "frame-gone"),
        *(
            Path((np.array([[x, middle - _TICK / 2], [x, middle + _TICK / 2]]),), closed=False, stroke=colour,
                 stroke_width=1.6, id=f"frame-tick-{day}")
            for x, day, colour in zip(places, days, _colours(len(days), number, look), strict=True)
        ),
    )  # fmt: skip
    groups = (*page.groups, Group("frame-band", items))
    return replace(page, height=page.height + _BAND, background=look.paper, groups=groups)  # no film is seen through


def _bar(left: float, right: float, middle: float, colour: str, id_: str) -> Path:
    box = Box(left, middle - _BAR / 2, right - left, _BAR)
    corners = [[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]]
    return Path((np.array(corners),), fill=colour, id=id_)


def _colours(total: int, number: int, look: Style) -> list[str]:
    """Of the ticks: those of days that have come, and of those to come."""
    return [look.text if day <= number else look.muted for day in range(total)]
