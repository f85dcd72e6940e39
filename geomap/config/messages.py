"""What the models refuse, in the words and with the places of config.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from geomap.config.document import Document, Path
from geomap.config.insets import INSET_MODELS
from geomap.config.json_schema import known_keys
from geomap.config.tabled import place_of
from geomap.errors import Problem
from geomap.kinds import kind_names
from geomap.nearest import Nearest
from geomap.values.refusal import REFUSED, choices

_KINDS: dict[str | int, Callable[[], tuple[str, ...]]] = {"layers": kind_names, "insets": lambda: tuple(INSET_MODELS)}
FILL_IN = "fill it in or remove the key"

Error = dict[str, Any]


def problems_of(errors: Iterable[Any], document: Document) -> Iterator[Problem]:
    """One problem for each of the models' errors."""
    nearest = Nearest()
    for error in errors:
        path = _path(error["loc"], document)
        say = _SAID.get(error["type"], _otherwise)
        problem = say(error, path, document, nearest)
        forgotten = problem.got == "nothing" and not problem.hint
        yield replace(problem, hint=FILL_IN) if forgotten else problem


def _path(loc: tuple[str | int, ...], document: Document) -> Path:
    """The place in the file: without the kind of a layer or inset, and without what stands for one of many."""
    if len(loc) > 2 and loc[0] in _KINDS and loc[2] in _KINDS[loc[0]]():
        loc = (*loc[:2], *loc[3:])
    if len(loc) > 1 and loc[0] == "units_from":
        loc = place_of(document, int(loc[1]), loc[2:])
    path = tuple(step for step in loc if step != "[key]")
    while path and isinstance(path[-1], int) and not isinstance(document.at(path[:-1]), list):
        path = path[:-1]  # one source id that was read as a list of one
    return _stated(path, document)


def _stated(path: Path, document: Document) -> Path:
    """As much of a path as the file has: what is written short holds no keys of the long form that it is read as."""
    for depth, step in enumerate(path):
        value = document.at(path[:depth])
        if isinstance(value, str | int | float) or (isinstance(value, list) and isinstance(step, str)):
            return path[:depth]
    return path


def _refused(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    said = error["ctx"]
    is_key = error["loc"][-1] == "[key]"
    if said["text"]:
        return document.problem(path, text=said["text"], hint=said["hint"])
    got = f"the key {path[-1]}" if is_key else document.got(path)
    hint = said["hint"] or _quotes_hint(said["expected"], document.at(path), got)
    return document.problem(path, got=got, expected=said["expected"], hint=hint, key=is_key)


def _quotes_hint(expected: str, value: Any, got: str) -> str:
    """Numbers and truth values are texts only in quotes."""
    is_word = isinstance(value, bool | int | float)
    return f'put it in quotes: "{got}"' if is_word and expected.startswith(("a text", "an id", "a type")) else ""


def _missing(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    return document.problem(path[:-1], text=f"the key `{path[-1]}` is missing")


def _unknown_key(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    keys = known_keys(path[:-1], document.value)
    hint = nearest.hint(str(path[-1]), keys, what=f"keys {keys}") or f"the keys here are {', '.join(keys)}"
    return document.problem(path, text="there is no such key", hint=hint, key=True)


def _not_a_choice(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    """The models list choices as `'a', 'b' or 'c'`."""
    names = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    is_key = error["loc"][-1] == "[key]"
    value = path[-1] if is_key else document.at(path)
    hint = nearest.hint(value, names, what=f"choices {names}") if isinstance(value, str) else ""
    if path == ("symbols",) and value in ("nato", "NATO"):
        hint = "write app6"
    got = f"the key {value}" if is_key else document.got(path)
    return document.problem(path, got=got, expected=choices(names), hint=hint, key=is_key)


def _no_kind(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    kinds = choices(_KINDS[path[0]]())
    return document.problem(path, text="the key `kind` is missing", hint=f"it is {kinds}")


def _wrong_kind(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    path = (*path, "kind")
    value, names = document.at(path), _KINDS[path[0]]()
    hint = nearest.hint(value, names, what="kinds") if isinstance(value, str) else ""
    return document.problem(path, got=document.got(path), expected=choices(names), hint=hint)


def _no_mapping(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    keys = known_keys(path, document.value)
    expected = f"a mapping with the keys {', '.join(keys)}" if keys else "a mapping"
    return document.problem(path, got=document.got(path), expected=expected)


def _no_list(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    got = document.got(path)
    is_item = isinstance(document.at(path), str | int | float | bool)
    return document.problem(path, got=got, expected="a list", hint=f"write [{got}]" if is_item else "")


def _otherwise(error: Error, path: Path, document: Document, nearest: Nearest) -> Problem:
    return document.problem(path, got=document.got(path), text=error["msg"])


_SAID: dict[str, Callable[[Error, Path, Document, Nearest], Problem]] = {
    REFUSED: _refused,
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _not_a_choice,
    "union_tag_not_found": _no_kind,
    "union_tag_invalid": _wrong_kind,
    "model_type": _no_mapping,
    "model_attributes_type": _no_mapping,
    "dict_type": _no_mapping,
    "tuple_type": _no_list,
    "list_type": _no_list,
}
