"""A diff as Markdown that fits a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.diff.records import Diff
from geomap.diff.summary import Section, sections, total_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&]")
# What sites make links, people, issues and small pictures of, where the text is nothing but itself. They look for it in
# what the markup says, so that no escape helps, but a comment in its midst does.
_MEANT = re.compile(
    r"(?<=[@#!$%^])(?=\w)|(?<=:)(?=//|[\w+-]+:)|(?<=/)(?=/)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)", re.IGNORECASE
)
_PARTED = "<!-- -->"


def as_markdown(diff: Diff, before: str, after: str) -> str:
    """A heading, the total, and a table a section. `before` and `after` name the two states."""
    heading = f"### {_plain(before)} → {_plain(after)}"
    if diff.is_empty:
        return f"{heading}\n\nNo changes."
    blocks = [heading, f"**{_plain(total_line(diff))}**", *("\n".join(_table(part)) for part in sections(diff))]
    return "\n\n".join(blocks)


def _table(section: Section) -> Iterator[str]:
    yield f"**{section.title}** ({len(section.rows)})\n"
    yield _row(section.headings)
    yield "|" + "|".join(" --- " for _ in section.headings) + "|"
    yield from (_row(tuple(map(_plain, row))) for row in section.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """The text as it is: no markup, no line break, no link and no mention of people or issues."""
    one_line = " ".join(text.split())
    pieces = _MEANT.split(one_line)
    return _PARTED.join(_MARKUP.sub(lambda match: f"\\{match.group()}", piece) for piece in pieces)
