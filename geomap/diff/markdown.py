"""A diff as Markdown that fits a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.diff.records import Diff
from geomap.diff.summary import Section, sections, total_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&]")
_REFERENCES = {"@": "&#64;", "#": "&#35;"}  # to people and issues, which a name is not


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
    """The text as it is: no markup, no line break, no mention of people or issues."""
    one_line = " ".join(text.split())
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", one_line)
    return "".join(_REFERENCES.get(letter, letter) for letter in escaped)
