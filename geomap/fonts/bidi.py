"""In which order the characters of a line stand, by the Unicode bidirectional algorithm (UAX 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import bidirectional, category

from bidi import algorithm
from bidi.mirror import MIRRORED

_LRI, _RLI, _FSI, _PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = _LRI + _RLI + _FSI
_UNSEEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e") | {*_ISOLATES, _PDI}  # marks of direction alone
_DEEPEST = 60  # level up to which python-bidi embeds; isolates beyond it are drawn as what stands around them
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # as brackets count them


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, by their place in the text as it is read."""

    start: int
    end: int
    rtl: bool


def runs_right_to_left(text: str) -> bool:
    """Whether the first strong character of `text`, outside of isolates, runs from right to left (rules P2 and P3)."""
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _PDI:
            depth = max(depth - 1, 0)
        elif not depth and (kind := bidirectional(character)) in ("L", "R", "AL"):
            return kind != "L"
    return False


def resumed(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of one text, each with the isolates in it that began before: a line is ordered by itself."""
    found: list[str] = []
    opened = ""
    for line in lines:
        whole = opened + line
        within: list[str] = []
        for place, character in enumerate(whole):
            if character in _ISOLATES:
                within.append(_stated(character, whole[place + 1 :]))
            elif character == _PDI and within:
                within.pop()
        opened = "".join(within)
        found.append(whole + _PDI * len(within))
    return tuple(found)


def _stated(mark: str, inside: str) -> str:
    """The mark of an isolate that states its direction."""
    if mark != _FSI:
        return mark
    return _RLI if runs_right_to_left(inside[: _length(inside)]) else _LRI


def _length(inside: str) -> int:
    """How many characters stand before the mark that ends the isolate; all where none does."""
    depth = 1
    for place, character in enumerate(inside):
        depth += (character in _ISOLATES) - (character == _PDI)
        if not depth:
            return place
    return len(inside)


def as_seen(text: str, *, within: str) -> str:
    """The characters of a line of the text `within` from left to right as they are seen; marks of direction are not.

    Brackets that run from right to left are those that are seen.
    """
    runs = visual_runs(text, rtl=runs_right_to_left(within))
    parts = (_reversed(text[run.start : run.end]) if run.rtl else text[run.start : run.end] for run in runs)
    return "".join(character for part in parts for character in part if character not in _UNSEEN)


def _reversed(text: str) -> str:
    return "".join(MIRRORED.get(character, character) for character in reversed(text))


def mirrored(text: str) -> str:
    """The brackets and signs that stand in place of those in `text` where it runs from right to left."""
    return "".join(MIRRORED.get(character, "") for character in text)


def visual_runs(text: str, *, rtl: bool) -> list[Run]:
    """The runs of a line from left to right as they are drawn, in a text whose own direction is `rtl`."""
    levels = _levels(text, int(rtl))
    runs = [(level, [place for place, _ in same]) for level, same in groupby(enumerate(levels), lambda item: item[1])]
    for limit in range(max(levels, default=0), 0, -1):
        runs = [run for turn in _turned(runs, limit) for run in turn]
    return [Run(places[0], places[-1] + 1, bool(level % 2)) for level, places in runs]


def _turned(runs: Sequence[tuple[int, list[int]]], limit: int) -> Iterator[list[tuple[int, list[int]]]]:
    """Sequences of runs at `limit` or above, turned round (rule L2)."""
    for high, group in groupby(runs, lambda run: run[0] >= limit):
        turn = list(group)
        yield turn[::-1] if high else turn


def _levels(text: str, base: int) -> list[int]:
    """The embedding level of each character: in an isolate as in a text of its own, around it as around a sign."""
    outside, inside = _parted(text)
    around = ["\ufffc" if text[place] in _ISOLATES + _PDI else text[place] for place in outside]
    embedded, resolved = _flat_levels("".join(around), base)
    levels = dict(zip(outside, resolved, strict=True))
    around_at = dict(zip(outside, embedded, strict=True))
    for start, end in inside:
        own = text[start:end]
        least = around_at[start - 1] + 1
        is_odd = _stated(text[start - 1], own) == _RLI
        within = least if least % 2 == is_odd else least + 1
        own_levels = _levels(own, int(is_odd)) if within < _DEEPEST else [within % 2] * len(own)
        levels.update(enumerate((within - within % 2 + own_level for own_level in own_levels), start))
    return [levels[place] for place in range(len(text))]


def _parted(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """The places of characters outside of all isolates, with the marks of these, and what stands in each of them."""
    outside: list[int] = []
    inside: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        outside.append(place)
        place += 1
        if text[place - 1] in _ISOLATES:
            end = place + _length(text[place:])
            inside.append((place, end))
            place = end
    return outside, inside


def _flat_levels(text: str, base: int) -> tuple[list[int], list[int]]:
    """The level of each character of a text without isolates, as embedded and as resolved.

    Characters that the algorithm removes take that of the one before.
    """
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for place, character in enumerate(storage["chars"]):
        character["place"] = place
        if not character["type"]:  # of what Unicode has not assigned
            character["type"] = character["orig"] = "L"
    algorithm.explicit_embed_and_overrides(storage)
    embedded = _by_place(storage, len(text), base)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return embedded, _by_place(storage, len(text), base)


def _by_place(storage: dict[str, Any], length: int, base: int) -> list[int]:
    known = {character["place"]: int(character["level"]) for character in storage["chars"]}
    levels: list[int] = []
    for place in range(length):
        levels.append(known.get(place, levels[-1] if levels else base))
    return levels


def _pair_brackets(storage: dict[str, Any]) -> None:
    """Brackets that belong together take one direction (rule N0), which python-bidi leaves out."""
    for run in storage["runs"]:
        chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        for first, last in _pairs([character["ch"] for character in chars]):
            own = "LR"[chars[first]["level"] % 2]
            inside = {_STRONG[character["type"]] for character in chars[first:last] if character["type"] in _STRONG}
            if not inside:
                continue
            before = [_STRONG[character["type"]] for character in chars[:first] if character["type"] in _STRONG]
            kind = own if own in inside else (before[-1] if before else run["sor"])
            chars[first]["type"] = chars[last]["type"] = kind


def _pairs(characters: Sequence[str]) -> list[tuple[int, int]]:
    """Places of opening brackets, each with its closing one, in the order of the opening."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, character in enumerate(characters):
        if category(character) == "Ps" and character in MIRRORED:
            opened.append(place)
        elif category(character) == "Pe":
            match = [index for index, start in enumerate(opened) if MIRRORED[characters[start]] == character]
            if match:
                pairs.append((opened[match[-1]], place))
                del opened[match[-1] :]
    return sorted(pairs)
