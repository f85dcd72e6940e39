"""In which order the characters of a line stand, by the Unicode bidirectional algorithm (UAX 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import category

from bidi import algorithm
from bidi.mirror import MIRRORED

# Isolates are treated as the embeddings they replaced; for one line of a map the difference does not show.
_ISOLATES = {"\u2066": "\u202a", "\u2067": "\u202b", "\u2068": "\u202a", "\u2069": "\u202c"}
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # as brackets count them


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, by their place in the text as it is read."""

    start: int
    end: int
    rtl: bool


def runs_right_to_left(text: str) -> bool:
    """Whether the first strong character of `text` runs from right to left."""
    return bool(algorithm.get_base_level(text))


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
    """The embedding level of each character; those that the algorithm removes take that of the one before."""
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels("".join(_ISOLATES.get(character, character) for character in text), storage)
    for place, character in enumerate(storage["chars"]):
        character["place"] = place
        if not character["type"]:  # of what Unicode has not assigned
            character["type"] = character["orig"] = "L"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = {character["place"]: int(character["level"]) for character in storage["chars"]}
    levels: list[int] = []
    for place in range(len(text)):
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
