"""A scene of the later state and a diff -> a scene of the change: every symbol says what became of its unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from geomap.diff.records import Diff, Difference, Move
from geomap.diff.words import difference, distance
from geomap.facts import Estimate, Unit
from geomap.facts.columns import NO_ROWS, Records
from geomap.marks.change import change_colour
from geomap.scene import Key, KeyRow, Scene, Symbol
from geomap.scene.change import Change, ChangeKind
from geomap.wording import beside, estimate, isolated, phrase, short_phrase

SUFFIX = "-changes"  # of the name of a map of the change
_LAYERS = ("line", "area")
_MOST_TOLD = 12  # units that the text alternative names


def with_changes(scene: Scene, before: Sequence[Unit], diff: Diff, named: tuple[str, str]) -> Scene:
    """The scene of all units, those that are gone among them, as a map of what changed; `named` are the two states."""
    lang = scene.lang
    old = {unit.id: unit for unit in before}
    moves = {move.id: move for move in diff.moved}
    gone = {unit.id for unit in diff.removed}
    symbols = Records(
        _changed(symbol, old.get(symbol.unit), gone, moves.get(symbol.unit), scene) for symbol in scene.symbols
    )
    total = diff.total
    subtitle = phrase(
        "change.subtitle", lang, **{"from": named[0]}, to=named[1], before=estimate(total.before, lang),
        after=estimate(total.after, lang), change=difference(total.change, lang),
    )  # fmt: skip
    return replace(
        scene,
        name=f"{scene.name}{SUFFIX}",
        subtitle=subtitle,
        notes=(phrase("change.rings", lang, date=named[0]), phrase("change.sure", lang), *scene.notes),
        key=_key(scene, symbols),
        symbols=symbols,
        at_places=symbols,
        units=scene.units.each(lambda unit: replace(unit, troops=None) if unit.id in gone else unit),
        alt=_alt(scene.title, subtitle, symbols),
        others=NO_ROWS,
        style=replace(scene.style, patterns=()),  # its colours are of changes, not of sides
    )


def _changed(symbol: Symbol, old: Unit | None, gone: set[str], move: Move | None, scene: Scene) -> Symbol:
    """The symbol with what it says of the change, and nothing of what the unit is made of."""
    change = _change(symbol, old, symbol.unit in gone, move, scene.lang)
    return replace(
        symbol,
        troops=None if symbol.unit in gone else symbol.troops,
        formations=(),
        pictograms=(),
        colour=change_colour(change.kind, scene.style),
        change=change,
    )


def _change(symbol: Symbol, old: Unit | None, is_gone: bool, move: Move | None, lang: str) -> Change:
    if old is None:
        return Change("added", texts=(_counted("change.added", "change.added.unknown", symbol.troops, lang),))
    if is_gone:
        said = _counted("change.removed", "change.removed.unknown", old.troops, lang)
        return Change("removed", old.troops, texts=(said,))
    by = Difference.between(old.troops, symbol.troops)
    kind: ChangeKind = "grown" if by.is_growth else "shrunk" if by.is_loss else "restated"
    if old.troops == symbol.troops:
        kind = "steady"
    texts = (*_told(kind, old.troops, symbol.troops, by, lang), *_moved(move, lang))
    origin = (move.before.lon, move.before.lat) if move else None
    return Change(kind, old.troops, origin, (move.km or 0.0) if move else 0.0, texts)


def _counted(known: str, unknown: str, count: Estimate | None, lang: str) -> str:
    """One of two phrases, by whether the count is a number."""
    return phrase(known if count is not None and count.is_known else unknown, lang, n=_said(count, lang))


def _said(count: Estimate | None, lang: str) -> str:
    return phrase("unknown", lang) if count is None else estimate(count, lang)


def _told(
    kind: ChangeKind, before: Estimate | None, after: Estimate | None, by: Difference, lang: str
) -> Iterator[str]:
    if kind == "restated":
        yield phrase("change.restated", lang, now=_said(after, lang), before=_said(before, lang))
    elif kind != "steady":
        yield phrase("change.counted", lang, change=difference(by, lang), now=_said(after, lang))


def _moved(move: Move | None, lang: str) -> Iterator[str]:
    if move:
        km = distance(move, lang)
        yield phrase("change.moved", lang, distance=km) if km else phrase("key.change.moved", lang)


def _key(scene: Scene, symbols: Sequence[Symbol]) -> Key:
    """The kinds of change that there are, then marks of counts and what lies on the map; sides are told no more."""
    kinds = {kind for symbol in symbols if symbol.change for kind in symbol.change.says}
    rows = [_row(kind, scene.lang) for kind in get_args(ChangeKind) if kind in kinds]
    rows += [row for row in scene.key.rows if row.kind in ("mark", *_LAYERS)]
    return replace(scene.key, rows=tuple(rows))


def _row(kind: ChangeKind, lang: str) -> KeyRow:
    name = f"key.change.{kind}"
    return KeyRow("change", kind, phrase(name, lang), short_phrase(name, lang), change=kind)


def _alt(title: str, subtitle: str, symbols: Sequence[Symbol]) -> str:
    told = [
        beside(symbol.label, ", ".join(symbol.change.texts))
        for symbol in symbols
        if symbol.change and symbol.change.texts
    ]
    shown = [*told[:_MOST_TOLD], *(["…"] if len(told) > _MOST_TOLD else [])]
    return f"{isolated(title)}. {isolated(subtitle)} {'; '.join(shown)}".strip()
