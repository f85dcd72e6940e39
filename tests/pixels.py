"""What overlaps on a page, told from the pixels that the PNG renderer makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from geomap.page import Box, Circle, Item, Page, Path, Stamp, Text
from geomap.page import Group as PageGroup
from geomap.players.png import render_image

Mask = NDArray[np.bool_]  # rows, columns: whether a px has ink

_INKED = 0.3  # of a px; what covers less is the soft edge of a letter
_APART = 20.0  # px between the boxes of texts that are drawn together
_BLACK = "#000000"


def faults(page: Page) -> list[str]:
    """What touches what it must not, each fault once."""
    batches = _batches(page.texts)
    masks = np.array([ink(page, batch) for batch in batches])
    own = {text: _near(text, mask) for batch, mask in zip(batches, masks, strict=True) for text in batch}
    found = [*_lost(page, batches, masks), *_touching(batches, masks), *_off_frame(page, own)]
    for name, mask, texts in _marks(page):
        found += [f"{text.text!r} on {name}" for text in texts if (own[text] & _near(text, mask)).any()]
    return list(dict.fromkeys(found))


def ink(page: Page, items: Iterable[Item]) -> Mask:
    """Where the renderer lays these items on the page, at one device px for a px and without halos."""
    group = PageGroup("ink", tuple(_blackened(item) for item in items))
    drawn = render_image(replace(page, scale=1.0, background="#ffffff", groups=(group,)))
    return np.asarray(drawn.convert("L")) <= 255 * (1 - _INKED)


def _blackened(item: Item) -> Item:
    """The item as a solid black one; a circle is its disc, as no text stands in a ring either."""
    match item:
        case Text():
            return replace(item, colour=_BLACK, halo="")
        case Stamp():
            return replace(item, fill=_BLACK, halo="")
        case Circle():
            return replace(item, fill=_BLACK, stroke=_BLACK if item.stroke else "", opacity=1.0, dash=())
        case Path():
            black = {key: _BLACK if getattr(item, key) else "" for key in ("fill", "stroke")}
            return replace(item, **black, opacity=1.0)


def _batches(texts: Sequence[Text]) -> list[list[Text]]:
    """Texts that lie so far apart that they can be drawn together and still be told apart."""
    batches: list[list[Text]] = []
    for text in texts:
        reach = text.box.grown(_APART)
        home = next((batch for batch in batches if not any(reach.overlaps(other.box) for other in batch)), None)
        if home is None:
            batches.append(home := [])
        home.append(text)
    return batches


def _window(box: Box, mask: Mask) -> Mask:
    """The part of a mask, as a view, that a box touches."""
    top, left = max(int(box.y), 0), max(int(box.x), 0)
    part: Mask = mask[top : max(ceil(box.bottom), 0), left : max(ceil(box.right), 0)]
    return part


def _near(text: Text, mask: Mask) -> Mask:
    """The part of a mask where the ink of a text can be."""
    return _window(text.box.grown(_APART / 2), mask)


def _lost(page: Page, batches: Sequence[Sequence[Text]], masks: NDArray[np.bool_]) -> Iterator[str]:
    """Texts without ink in their box, ink that lies far off every box, and ink at the page's edge."""
    for batch, mask in zip(batches, masks, strict=True):
        rest = mask.copy()
        for text in batch:
            if not _window(text.box, mask).any():
                yield f"{text.text!r} has no ink in its box"
            _window(text.box.grown(_APART / 2), rest)[...] = False
        if rest.any():
            yield f"ink far off the boxes of {[text.text for text in batch]}"
        if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any():
            yield f"ink at the edge of the page {page.id}"


def _touching(batches: Sequence[Sequence[Text]], masks: NDArray[np.bool_]) -> Iterator[str]:
    """The texts that share a px."""
    for row, column in np.argwhere(masks.sum(axis=0) > 1):
        point = Box(column, row, 1, 1)
        here = [batch for batch, mask in zip(batches, masks, strict=True) if mask[row, column]]
        texts = [text.text for batch in here for text in batch if text.box.grown(_APART / 2).overlaps(point)]
        yield f"{texts[0]!r} on {texts[1:]}"


def _off_frame(page: Page, own: Mapping[Text, Mask]) -> Iterator[str]:
    """Texts of the map that reach beyond its frame; `own` is the ink of each text, near it."""
    beyond = np.ones((ceil(page.height), ceil(page.width)), dtype=bool)
    _window(page.frame, beyond)[...] = False
    for text in _texts(page, "labels"):
        if (own[text] & _near(text, beyond)).any():
            yield f"{text.text!r} off the frame"


def _texts(page: Page, group_id: str) -> list[Text]:
    return [item for group in page.groups if group.id == group_id for item in group.items if isinstance(item, Text)]


def _marks(page: Page) -> Iterator[tuple[str, Mask, list[Text]]]:
    """What texts keep off: units' circles and pictograms, the boxes of key and scale bar; and the texts that must.

    A question mark stands in its own circle, the texts of the key and the scale bar in theirs.
    """
    items = {group.id: [item for item in group.items if not isinstance(item, Text)] for group in page.groups}
    circles, in_circles = items.get("circles", []), _texts(page, "circles")
    sized = [item for item in circles if not item.id.startswith("unknown-")]
    in_key = _texts(page, "key")
    crowds = {symbol.unit for symbol in page.symbols if symbol.members}
    free = [text for text in page.texts if text not in (*in_circles, *in_key)]
    yield "a circle", ink(page, circles), [text for text in free if text.owner not in crowds]
    for crowd in crowds:
        foreign = [item for item in circles if not item.id.removesuffix("-edge").endswith(f"-{crowd}")]
        yield f"a circle that is not of {crowd}", ink(page, foreign), [text for text in free if text.owner == crowd]
    yield "another's circle", ink(page, sized), in_circles
    yield "a pictogram", ink(page, items.get("labels", [])), list(page.texts)
    for name, box in page.furniture.items():
        mask = np.zeros((ceil(page.height), ceil(page.width)), dtype=bool)
        _window(box, mask)[...] = True
        at_home = _texts(page, name)
        yield name, mask, [text for text in page.texts if text not in at_home]
