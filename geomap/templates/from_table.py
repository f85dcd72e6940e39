"""A config for a table that somebody has: what `geomap.tables.look` guesses, with what else could be said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from geomap.config.yaml_dump import dump_yaml
from geomap.errors import OutputError, Problem, one_line, quote
from geomap.tables import OptionError
from geomap.tables.look import Look, look_at
from geomap.tables.options import unreadable
from geomap.tables.sides import FROM_COLUMN
from geomap.values.plain import is_id, slug

_LONGEST = 120  # characters of a title
_GLOB = frozenset("*?[")
_HEAD = """\
# yaml-language-server: $schema=./geomap.schema.json
# A map of {table}, as far as geomap could tell what that says.
# `geomap build` draws it; `geomap watch` shows it while you edit this file or the table. Lines that begin with #- are
# choices: take the #- away.
#
# Guessed, so look at it:
"""
_CHOICES = """
#- subtitle: What readers should know of it
#- credit: Who made the map
#- worldview: de-facto                 # who disputed areas belong to; or un
#- view: {fit: units, pad: 0.5}        # more ground around; or {bounds: [west, south, east, north]}
#- symbols: app6                       # NATO's symbols
#- style: dark                         # or print
#- figures: always                     # counts below names; or never
#- sites: 5km                          # what counts as one place; or off
#- stale_after: 30                     # days after which an observation is paler
#- legend: {values: [100, 1000]}       # circles of the key
#- ground: {towns: none}               # of the map beneath
#- insets: [{kind: locator, id: where}]
#- artboards: [{id: wide, width: 1200}, {id: phone, width: 360}]
#- outputs: [png, html, csv]
"""
_UNITS = """\
  #- defaults: {country: ML, basis: estimate}   # what holds for rows that do not say otherwise
  #- defaults: {sources: table}                 # with `sources` above
"""


def project_of(table: Path, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files that a project of a table begins with, by name, and what was guessed.

    A table that does not lie in the folder comes along as a copy. Raises TableError, or OutputError where a config
    cannot name it.
    """
    is_within = table.resolve().is_relative_to(folder.resolve())
    name = table.resolve().relative_to(folder.resolve()).as_posix() if is_within else table.name
    if _GLOB.intersection(name):
        text = "has one of * ? [ in its name, which stand for several files in a config"
        raise OutputError(Problem(file=str(table), text=text, hint="rename it"))
    try:
        look = look_at(table, str(table))
    except OptionError as error:
        raise unreadable(str(table), error.text, error.hint) from error
    own = {"config.yaml": config_of(look, name).encode("utf-8")}
    return own if is_within else {**own, name: table.read_bytes()}, look.guesses


def config_of(look: Look, file: str) -> str:
    """The text of the config. Whatever is of the table stands in it as YAML has to have it."""
    head = _HEAD.format(table=quote(file)) + "".join(f"#   {one_line(guess)}\n" for guess in look.guesses)
    stem = Path(file).stem
    keys: dict[str, Any] = {"name": slug(stem) or "map", "title": _plain(look.title) or _plain(stem) or "A map"}
    keys |= {"as_of": date.fromisoformat(look.as_of)} if look.as_of else {}
    keys |= {"lang": look.lang} if look.lang else {}
    parties: dict[str, Any] = {"sources": {name: {"publisher": name} for name in look.sources}} if look.sources else {}
    parties |= {"sides": {name: {"label": name} for name in look.sides} if all(map(is_id, look.sides)) else FROM_COLUMN}
    wanted = "" if look.sources else "#- sources: {table: {publisher: Who says so}}\n"
    stated = {key: value for key, value in parties.items() if value}
    parts = (head, dump_yaml(keys) + wanted, *([dump_yaml(stated)] if stated else []), "".join(_units_from(look, file)))
    return "\n".join(parts) + _CHOICES


def _units_from(look: Look, file: str) -> Iterator[str]:
    """The entry of the table, and what else it could say."""
    entry: dict[str, Any] = {"file": file, **look.options}
    entry |= {"columns": look.columns} if look.columns else {}
    entry |= {"ignore": look.unread} if look.unread else {}
    yield dump_yaml({"units_from": entry})
    yield _UNITS
    if look.unread:
        yield "  #- carry: the headings under ignore whose texts are to go along to card and files\n"


def _plain(text: str) -> str:
    """A text on one line, of characters that are printed."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())[:_LONGEST].strip()
