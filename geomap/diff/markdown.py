"""A diff as Markdown that fits a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import accumulate, takewhile

from geomap.diff.records import Diff
from geomap.diff.summary import Section, sections, total_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&]|\$")
# What sites make links, people, issues and small pictures of, where the text is nothing but itself. They look for it in
# what the markup says, so that no escape helps, but a comment in its midst does.
_MEANT = re.compile(
    r"(?<=[@#!%^~&])(?=[\w\"])|(?<=:)(?=//|[\w+-]+:)|(?<=/)(?=/)|(?<=www)(?=\.)|(?<=[a-z])(?=-\d)|(?<=\bGHSA)(?=-)",
    re.IGNORECASE,
)
_HASH = re.compile(r"[0-9a-f]{7,}", re.IGNORECASE)  # of a commit, or the beginning of one
_OF_COMMIT = re.compile(
    r"(.*)( at [0-9a-f]{7}(?:, \d{4}-\d\d-\d\d)?)", re.DOTALL
)  # the earlier state, which is to be a link
_SHORTER = 4  # digits, of which no site makes a link to a commit
_PARTED = "<!-- -->"


MOST_BYTES = 50_000  # a comment may have 65,536; pictures and a line or two of a workflow stand below
_WIDTH = 320  # px of a small picture


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture before and after, by their addresses on the web; empty where there is none.

    `is_built` says that the later one is there, but as it is in no commit.
    """

    name: str
    before: str
    after: str
    is_built: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures to stand side by side, and what is said below them, or in their place."""

    rows: tuple[Picture, ...] = ()
    said: str = ""


def as_markdown(diff: Diff, before: str, after: str) -> str:
    """A heading, the total, and a table a section. `before` and `after` name the two states.

    Of what would not fit into a comment on a pull request the rows are only counted.
    """
    named = _OF_COMMIT.fullmatch(before)
    of, commit = named.groups() if named else (before, "")
    heading = f"### {_plain(of)}{commit} → {_plain(after)}"
    if diff.is_empty:
        return f"{heading}\n\nNo changes."
    blocks, room = [heading, f"**{_plain(total_line(diff))}**"], MOST_BYTES
    for section in sections(diff):
        rows = _fitting([_row(tuple(map(_plain, row))) for row in section.rows], room)
        room -= sum(map(_bytes, rows))
        blocks.append("\n".join(_table(section, rows)))
    return "\n\n".join(blocks)


def _fitting(rows: list[str], room: int) -> list[str]:
    """The first of the rows, as many as have room."""
    ends = accumulate(map(_bytes, rows))
    return rows[: sum(1 for _ in takewhile(lambda end: end <= room, ends))]


def _bytes(line: str) -> int:
    return len(line.encode("utf-8")) + 1


def pictures_as_markdown(pictures: Pictures) -> str:
    """A row a picture: before and after, small; a click shows each whole."""
    rows = [_row(tuple(map(_plain, ("", "before", "after")))), "| --- | --- | --- |"] if pictures.rows else []
    for row in pictures.rows:
        after = _small(row.after, f"{row.name}, after", "built, not committed" if row.is_built else "gone")
        rows.append(_row((_plain(row.name), _small(row.before, f"{row.name}, before", "not there"), after)))
    return "\n\n".join(filter(None, ("\n".join(rows), _plain(pictures.said))))


def _small(address: str, text: str, instead: str) -> str:
    return f'<img width="{_WIDTH}" alt="{escape(text)}" src="{escape(address)}">' if address else instead


def _table(section: Section, rows: list[str]) -> Iterator[str]:
    yield f"**{section.title}** ({len(section.rows)})\n"
    yield _row(section.headings)
    yield "|" + "|".join(" --- " for _ in section.headings) + "|"
    yield from rows
    if len(rows) < len(section.rows):
        yield f"\n… and {len(section.rows) - len(rows)} more"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """The text as it is: no markup, no line break, no link and no mention of people or issues."""
    one_line = " ".join(text.split())
    pieces = _MEANT.split(one_line)
    return _PARTED.join(_HASH.sub(_in_parts, _MARKUP.sub(_escaped, piece)) for piece in pieces)


def _escaped(mark: re.Match[str]) -> str:
    """A dollar in an element of its own begins no formula, which a backslash does not keep it from everywhere."""
    return "<span>$</span>" if mark[0] == "$" else f"\\{mark[0]}"


def _in_parts(digits: re.Match[str]) -> str:
    return _PARTED.join(digits[0][at : at + _SHORTER] for at in range(0, len(digits[0]), _SHORTER))
