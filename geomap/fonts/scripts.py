"""What is known of writing systems: which characters belong together, where a line may end, what to install."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize

from fontTools import unicodedata as scripts
from fontTools.unicodedata import script

# Without a shape of their own and without bearing on the letters beside: a soft hyphen, breaks allowed and forbidden,
# a byte order mark, emoji or text style (a map is drawn in outlines, so an emoji is always text), language tags.
_SHAPELESS = re.compile("[\u00ad\u034f\u200b\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0000-\U000e0fff]")
_INVISIBLE = re.compile("[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u206f]")
_JOINERS = "\u200c\u200d"
_CJK = frozenset({"Hani", "Hira", "Kana", "Bopo", "Hang"})
_BREAKABLE = frozenset({"Hani", "Hira", "Kana", "Bopo"})
_ANYWHERE = frozenset({"Zyyy", "Zinh", "Zzzz"})
_SPACED = frozenset({"Latn", "Cyrl", "Grek", "Hebr", "Armn", "Geor", "Ethi", *_CJK, *_ANYWHERE})
_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〕〉》〟’”…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%),.:;?!]}"
)
_NOT_LAST = frozenset("（［｛「『【〔〈《〝‘“([{")


def tidy(text: str) -> str:
    """Composed (NFC), white space as spaces, without controls and characters that have no shape."""
    spaced = re.sub(r"\s", " ", normalize("NFC", text))
    return "".join(c for c in _SHAPELESS.sub("", spaced) if category(c) not in ("Cc", "Cs"))


def bare(text: str) -> str:
    """`text` without joiners and marks of direction."""
    return _INVISIBLE.sub("", text)


def clusters(text: str) -> list[tuple[int, int]]:
    """Start and end of each letter with the marks and joiners that belong to it."""
    starts = [place for place, c in enumerate(text) if place == 0 or not (category(c)[0] == "M" or c in _JOINERS)]
    return list(zip(starts, [*starts, len(text)][1:], strict=False))


def script_group(text: str, before: str = "") -> str:
    """The script of the first letter in `text`; that of what stands `before` where it has none; `CJK` is one group."""
    found = next((name for name in map(script, text) if name not in _ANYWHERE), before or "Zyyy")
    return "CJK" if found in _CJK else str(found)


def script_name(group: str) -> str:
    """The script's English name, as in the names of Noto fonts."""
    return "CJK" if group == "CJK" else str(scripts.script_name(group)).replace("_", " ")


def language(text: str, han: str = "zh") -> str:
    """The tag that tells a shaper which letter forms to take: by script alone, the language being unknown.

    Chinese characters alone have the forms of `han`, the language of the map where that has any.
    """
    scripts = list(map(script, text))
    if not _CJK.isdisjoint(scripts):
        return "ja" if {"Hira", "Kana"} & set(scripts) else "ko" if "Hang" in scripts else han
    first = next((name for name in scripts if name not in (*_ANYWHERE, "Latn", "Cyrl", "Grek")), "Zyyy")
    return f"und-{first}"


def takes_spacing(text: str) -> bool:
    """Whether its letters may be set apart: not where they join, stack or hang from a line."""
    return _SPACED.issuperset(map(script, text))


def parts(word: str) -> Iterator[str]:
    """`word` cut where a line may end: at Chinese and Japanese signs, and at zero-width spaces."""
    for piece in word.split("\u200b"):
        start = 0
        for place, _ in clusters(piece)[1:]:
            if _may_end(piece[place - 1], piece[place]):
                yield piece[start:place]
                start = place
        if piece[start:]:
            yield piece[start:]


def _may_end(left: str, right: str) -> bool:
    return left not in _NOT_LAST and right not in _NOT_FIRST and (_breaks(left) or _breaks(right))


def _breaks(character: str) -> bool:
    return script(character) in _BREAKABLE or "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff60"
