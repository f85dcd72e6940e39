"""YAML in and out: the only module that knows the YAML library.

Reading goes by our own builder over the events of PyYAML's C parser: ten times as fast as its composer, it keeps the
place of every value, and it resolves words as YAML 1.2 does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from geomap.config.document import Document, Lines, Marks, Path, print_path
from geomap.config.yaml_dump import dump_yaml
from geomap.config.yaml_scalars import Scalar, leading_zero, resolve
from geomap.config.yaml_text import MAX_BYTES, check_text, read_text, syntax_problem
from geomap.errors import ConfigError, Problem, quote

__all__ = ["MAX_BYTES", "Document", "dump_yaml", "load_yaml", "parse_yaml", "read_text"]

MAX_DEPTH = 50  # nested lists and mappings
MAX_VALUES = 2_000_000  # in a file: about 100,000 units
MAX_KEYS = 50_000  # in one mapping
MAX_ITEMS = 300_000  # in one list: as many units as are read one by one
MAX_PROBLEMS = 200  # faults of the YAML after which reading stops
MAX_ALIASED = 200_000  # values that aliases may repeat, all together

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_THREE_DIGITS, _REST = re.compile(r"\d{3}"), re.compile(r"\d{3}(?:,\d{3})*")  # after a comma in a number
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")


def load_yaml(text: str, file: str) -> Document:
    """Read one YAML document; a fault of the YAML is a ConfigError with all problems found."""
    document = parse_yaml(text, file)
    if document.problems:
        raise ConfigError(document.problems)
    return document


def parse_yaml(text: str, file: str) -> Document:
    """As `load_yaml`, but what can be mended is kept in `problems`, so that the values can be checked as well."""
    text = text.removeprefix("\ufeff")
    check_text(text, file)
    builder = _Builder(text, file)
    try:
        return builder.build()
    except yaml.YAMLError as error:
        raise ConfigError((*builder.problems, syntax_problem(error, file, text))) from None


class _Builder:
    """Makes plain data of a stream of events; `path` is where it is, for problems."""

    def __init__(self, text: str, file: str) -> None:
        self.next_event: Callable[[], Any] = _Loader(text).get_event
        self.path: list[str | int] = []
        self.text = text
        self.lines = Lines(text)
        self.file = file
        self.problems: list[Problem] = []
        self.marks: Marks = {}
        self.empty: list[Path] = []
        self.parted: set[int] = set()  # mappings in which a number was parted by a comma
        self.anchors: dict[str, tuple[Any, int] | None] = {}  # name -> value and its size; None while it is open
        self.values = 0
        self.aliased = 0

    def build(self) -> Document:
        """Read the stream's only document."""
        self.next_event()  # start of the stream
        start = self.next_event()
        if type(start) is StreamEndEvent:
            raise self._stop(start, "the file is empty")
        event = self.next_event()
        value = self._node(event)
        if value is None:
            raise self._stop(event, "the file is empty")
        self.next_event()  # end of the document
        end = self.next_event()
        if type(end) is not StreamEndEvent:
            self._report(end, "a second document", hint="keep one document in a file: remove this `---`")
        start_of_value = event.start_mark.index
        return Document(
            value, self.file, self.text, self.lines, start_of_value, self.marks, tuple(self.problems), tuple(self.empty)
        )

    def _value(self, event: Any, step: str | int) -> Any:
        """The value of a key or item; the many scalars without tag or anchor take the short way."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._stop(event, f"more than {MAX_VALUES} values")
        if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
            text: str = event.value
            if event.style:
                return text
            value = resolve(text)
            if value is not None and type(value) is not int:
                return value
        self.path.append(step)
        value = self._node(event)
        self.path.pop()
        return value

    def _node(self, event: Any) -> Any:
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event)
        if kind is ScalarEvent:
            value: Any = self._scalar(event)
            if event.anchor is not None:
                self.anchors[event.anchor] = (value, 1)
            return value
        if len(self.path) >= MAX_DEPTH:
            raise self._stop(event, f"more than {MAX_DEPTH} levels of nesting")
        if event.tag is not None:
            self._refuse_tag(event)
        before = self.values
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        value = self._mapping() if kind is MappingStartEvent else self._sequence()
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.values - before + 1)
        return value

    def _sequence(self) -> list[Any]:
        items: list[Any] = []
        marks: list[int] = []
        self.marks[id(items)] = marks
        while type(event := self.next_event()) is not SequenceEndEvent:
            if len(items) >= MAX_ITEMS:
                raise self._stop(event, f"more than {MAX_ITEMS} items in one list")
            marks.append(event.start_mark.index)
            items.append(self._value(event, len(items)))
        return items

    def _mapping(self) -> dict[str, Any]:
        """Of two equal keys the first stays; a key that is no text keeps its typed form, so that its value is read."""
        entries: dict[str, Any] = {}
        marks: dict[str, tuple[int, int]] = {}
        self.marks[id(entries)] = marks
        while type(event := self.next_event()) is not MappingEndEvent:
            if self._is_rest_of_number(event, entries):
                self._report_comma(event, entries)
                empty = len(self.empty)
                self._value(self.next_event(), event.value)  # mostly nothing, as there is no colon
                del self.empty[empty:]
                continue
            key = self._key(event)
            value_event = self.next_event()
            value = self._value(value_event, key)
            if key in entries:
                self._report_twice(event, key, marks[key][0])
                continue
            if len(entries) >= MAX_KEYS:
                raise self._stop(event, f"more than {MAX_KEYS} keys in one mapping")
            entries[key] = value
            marks[key] = (event.start_mark.index, value_event.start_mark.index)
        return entries

    def _key(self, event: Any) -> str:
        """The text of a key; of another scalar its typed form, so that its value is still read."""
        if type(event) is ScalarEvent and event.tag is None:
            text: str = event.value
            if event.anchor is not None:
                self.anchors[event.anchor] = (text, 1)
            if event.style or (isinstance(resolve(text), str) and text != "<<"):
                return text
            self._report_key(event, text)
            return text
        key = self._node(event) if type(event) in (ScalarEvent, AliasEvent) else None
        if not isinstance(key, str):
            hint = "put a text that starts with { or [ in quotes"
            raise self._stop(event, "a key that is not a text", hint=hint)
        return key

    def _is_rest_of_number(self, event: Any, entries: dict[str, Any]) -> bool:
        """Whether what is read as a key is the rest of the number before it, as of {troops: 1,000}."""
        before, start = next(reversed(entries.values()), None), event.start_mark.index
        if type(before) is not int or type(event) is not ScalarEvent or not _THREE_DIGITS.fullmatch(event.value):
            return False
        is_plain = not (event.tag or event.style or event.anchor)
        return is_plain and self.text[max(start - 2, 0) : start].rstrip()[-1:] == ","

    def _report_comma(self, event: Any, entries: dict[str, Any]) -> None:
        """Say it once of a number of several commas."""
        key, before = next(reversed(entries.items()))
        if id(entries) not in self.parted:
            self.parted.add(id(entries))
            text = f"the comma after {key}: {before} ends the number, as one in braces parts keys"
            rest = _REST.match(self.text, event.start_mark.index)
            digits = rest[0].replace(",", "") if rest else event.value
            self._report(event, text, hint=f"write {key}: {before}{digits}, without commas")

    def _report_key(self, event: Any, text: str) -> None:
        self.path.append(text)
        if text == "<<":
            self._report(event, "YAML 1.2 has no merge keys", hint="write the keys out")
        elif text:
            self._report(event, "this key is not a text", hint=f'put it in quotes: "{text}":')
        else:
            self._report(event, "this key is empty", hint="write a key before the colon")
        self.path.pop()

    def _scalar(self, event: Any) -> Scalar:
        text: str = event.value
        if event.tag is not None and event.tag not in _STRING_TAGS:
            self._refuse_tag(event)
        if event.tag is not None or event.style or not event.implicit[0]:
            return text
        value = resolve(text)
        if value is None:
            self.empty.append(tuple(self.path))
        if leading_zero(text):
            hint = f'write {value}, or "{text}" in quotes for a text'
            self._report(event, f"got {text}, which is octal to some readers of YAML", hint=hint)
        return value

    def _alias(self, event: Any) -> Any:
        name = event.anchor
        if name not in self.anchors:
            hint = f"write &{name} before the value that it repeats, or put a text that starts with * in quotes"
            self._report(event, f"the alias *{name} repeats nothing", hint=hint)
            return None
        anchored = self.anchors[name]
        if anchored is None:
            raise self._stop(event, f"the alias *{name} stands inside what it repeats")
        value, size = anchored
        self.values += size
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise self._stop(event, f"aliases repeat more than {MAX_ALIASED} values")
        return value

    def _refuse_tag(self, event: Any) -> None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._report(event, f"the tag {tag} is not read", hint="remove it")

    def _report_twice(self, event: Any, key: str, first: int) -> None:
        line, _ = self.lines.place(first)
        hint = f"the first one is in line {line}; keep one of them"
        self._report(event, f"the key {quote(key)} is there twice", hint=hint)

    def _report(self, event: Any, text: str, hint: str = "") -> None:
        path = print_path(tuple(self.path)) if len(self.path) < MAX_DEPTH else ""
        line, column = self.lines.place(event.start_mark.index)
        self.problems.append(Problem(path, self.file, line, column, text=text, hint=hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise ConfigError(self.problems)

    def _stop(self, event: Any, text: str, hint: str = "") -> ConfigError:
        self._report(event, text, hint)
        return ConfigError(self.problems)
