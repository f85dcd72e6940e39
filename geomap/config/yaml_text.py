"""The text of a YAML file before it is understood: bytes to characters, and the parser's complaints in plain words."""

from __future__ import annotations

import os
import re
from pathlib import Path

from geomap.config.document import Lines
from geomap.errors import ConfigError, Problem
from geomap.files.regular import NotRegularError, opened
from geomap.files.unfit import POINTER, POINTER_HINT, POINTER_SAID

MAX_BYTES = 20_000_000

# Characters that YAML does not allow, and those that some programs take for the end of a line, unseen by an editor.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = "\u2028\u2029\ufeff\ufffe\uffff"
MEND = "mend the link"
_MARKS_OF_ENCODINGS = {  # byte order marks, the longer before the shorter that it starts with
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# What the parser says (its C and its Python form differ) -> what we say, and the likely fix.
_COMPLAINTS = (
    (r"mapping values", "`: ` where no key can stand", "check the indent, or put a text that holds `: ` in quotes"),
    (r"escape", "an escape that YAML does not know", r"write \\ for a backslash, or use single quotes"),
    (r"unexpected end of stream|quoted scalar", "a text in quotes that does not end", "add the closing quote"),
    (r"could not find expected ':'", "a key without `:`", "write `key: value`, with a space after the colon"),
    (r"',' or '\]'", "a list in brackets that does not end", "add the missing `]` or `,`"),
    (r"',' or '\}'", "a mapping in braces that does not end", "add the missing `}` or `,`"),
    (r"did not find expected key|expected <block end>", "a line that does not fit the ones above", "check its indent"),
    (r"'-' indicator|sequence entries", "a list item where none can stand", "begin `- ` on a line of its own"),
    (r"cannot start any token", "a character that cannot start a text", "put the text in quotes"),
    (
        r"node content",
        "a bracket, brace or comma where a value is expected",
        "put a text that starts with it in quotes",
    ),
    (
        r"alias|anchor",
        "a name of an anchor or alias that is not letters and digits",
        "put a text with * or & in quotes",
    ),
    (r"tag", "a tag", "put a text that starts with ! in quotes"),
    (r"directive|YAML document|<document start>", "a line that is not part of the document", "remove it"),
)

_TOLD_BY_START = (
    "a key without `:`",
    "a text in quotes that does not end",
    "a list in brackets that does not end",
    "a mapping in braces that does not end",
)


def link_to_nothing(path: str | os.PathLike[str]) -> str:
    """What is said of a link that leads to no file, or round in a circle; empty of anything else."""
    if not os.path.islink(path) or os.path.exists(path):  # noqa: PTH110, PTH114 - Path raises of a null or a circle
        return ""
    return f"this is a link to {os.readlink(path)}, where there is no file"  # noqa: PTH115 - as it is written


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a UTF-8 file; problems name the file as `path` does."""
    file = os.fspath(path)
    if text := link_to_nothing(path):
        raise ConfigError(Problem(file=file, text=text, hint=MEND))
    try:
        with opened(Path(path)) as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(Problem(file=file, text="there is no such file")) from None
    except IsADirectoryError:
        raise ConfigError(Problem(file=file, text="this is a folder, not a file")) from None
    except NotRegularError:
        raise ConfigError(Problem(file=file, text="this is a pipe or a device, not a file")) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigError(Problem(file=file, text=f"the file cannot be read: {reason}")) from None
    if len(data) > MAX_BYTES:
        raise ConfigError(_too_large(file))
    if data.startswith(POINTER):
        raise ConfigError(Problem(file=file, text=POINTER_SAID, hint=POINTER_HINT))
    for mark, encoding in _MARKS_OF_ENCODINGS.items():
        if data.startswith(mark):
            text = f"the file is in {encoding}"
            raise ConfigError(Problem(file=file, line=1, column=1, text=text, hint="save it as UTF-8"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(_not_utf8(data, error.start, file)) from None


def check_text(text: str, file: str) -> None:
    """Refuse what is too large to be a config, and characters that cannot be seen."""
    if len(text) > MAX_BYTES:
        raise ConfigError(_too_large(file))
    control = _CONTROL.search(text)
    places = [control.start()] if control else []
    if not text.isascii():
        places += [place for place in map(text.find, _UNSEEN) if place >= 0] + _half_characters(text)
    if not places:
        return
    line, column = Lines(text).place(min(places))
    code = ord(text[min(places)])
    name = f"U+{code:04X}"
    hint = f'delete it, or write it as "\\u{code:04x}" in quotes' if code else "is it a text file?"
    problem = Problem(file=file, line=line, column=column, text=f"the invisible character {name}", hint=hint)
    raise ConfigError(problem)


def _half_characters(text: str) -> list[int]:
    """Where the first lone surrogate is; no file can hold one, but a text of a program can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return [error.start]
    return []


def syntax_problem(error: Exception, file: str, text: str) -> Problem:
    """The parser's complaint as a problem; of an unclosed quote or bracket, the place where it opens."""
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip() or str(error)
    found = ((wording, hint) for pattern, wording, hint in _COMPLAINTS if re.search(pattern, said))
    wording, hint = next(found, (f"this is not YAML: {said}", ""))
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        wording, hint = "a tab where spaces are needed", "indent with spaces"
    if start is not None and wording in _TOLD_BY_START:
        mark = start
    elif mark is not None and not text[mark.index :].strip():
        wording, hint = "the file ends where more is expected", "is it complete?"
    line, column = Lines(text).place(mark.index) if mark is not None else (None, None)
    return Problem(file=file, line=line, column=column, text=wording, hint=hint)


def _too_large(file: str) -> Problem:
    hint = "keep units in a table of their own and drawings in layer files"
    return Problem(file=file, text=f"the file is larger than {MAX_BYTES // 1_000_000} MB", hint=hint)


def _not_utf8(data: bytes, position: int, file: str) -> Problem:
    """Legacy tables read any byte, so the character that Windows would show there helps to find it."""
    before = data[:position].decode("utf-8").removeprefix("\ufeff")
    line, column = Lines(before).place(len(before))
    shown = data[position : position + 1].decode("cp1252", errors="replace")
    hint = f"save it as UTF-8 (as Windows-1252 it would be {shown!r})" if shown.isprintable() else "save it as UTF-8"
    return Problem(file=file, line=line, column=column, text="the file is not in UTF-8 from here on", hint=hint)
