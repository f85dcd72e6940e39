"""What went into a build and what came out: paths, sha256, and what was drawn where on each artboard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from geomap import __version__
from geomap.compose.variants import Variant
from geomap.facts import Coverage
from geomap.freshness.listing import Listing
from geomap.freshness.stale import Plan
from geomap.loading import Later
from geomap.relocations import LeftOut, Relocation, Report, read_report
from geomap.wording.claims import coverage as coverage_line

if TYPE_CHECKING:
    from geomap.page import Box, DrawnInset, DrawnSymbol, Page, Text

_DEPTH = 4  # down to the list of an artboard's symbols
_AT_ZERO = ', "x": 0.0, "y": 0.0'  # in the row of a look

Drawn = tuple[Plan, "Sequence[Page]"]

many = Later("geomap.many")  # where nothing is drawn, nothing is described anew


@dataclass(frozen=True, slots=True)
class _Rows:
    """A list of which each row is JSON already: there may be as many as units."""

    rows: Sequence[str]


def manifest(  # noqa: PLR0913, PLR0917 - all that a build tells of
    inputs: Mapping[str, bytes],
    made: Mapping[str, bytes],
    maps: Mapping[str, Drawn],
    coverage: Coverage,
    absent: Mapping[str, Sequence[Relocation]] | None = None,
    left_out: Sequence[LeftOut] = (),
) -> bytes:
    """The manifest as JSON. Boxes and centres are px from the top left of the artboard, taken from the page itself.

    `maps` are the map and its snapshots by their days, that of the map empty. What the earlier manifest says of the
    outputs and artboards that were kept is said again. `absent` are the units that are not there on a day, `left_out`
    the rows of tables that are no units.
    """
    outputs = dict(entry for plan, _ in maps.values() for entry in _outputs(plan, made))
    main, _ = maps[""]
    content = {
        "tool": {"name": "geomap", "version": __version__},
        "inputs": [_file(path, data) for path, data in sorted(inputs.items())],
        "outputs": [outputs[file] for file in sorted(outputs)],
        "coverage": asdict(coverage) | {"unsourced": coverage.unsourced, "text": coverage_line(coverage, "en")},
        "parts": dict(sorted(main.parts.items())),
        **_left_out(left_out),
        **_absent(absent, ""),
        "artboards": _artboards(*maps[""]),
    }
    snapshots = {day: {**_absent(absent, day), "artboards": _artboards(*drawn)} for day, drawn in maps.items() if day}
    return (_printed(content | ({"snapshots": snapshots} if snapshots else {}), _DEPTH) + "\n").encode("utf-8")


def _left_out(rows: Sequence[LeftOut]) -> dict[str, Any]:
    return {"left_out": [left.as_dict() for left in rows]} if rows else {}


def _absent(absent: Mapping[str, Sequence[Relocation]] | None, day: str) -> dict[str, Any]:
    rows = [entry.as_dict() for entry in (absent or {}).get(day, ())]
    return {"absent": rows} if rows else {}


def _outputs(plan: Plan, made: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the outputs by file name."""
    for output in plan.outputs:
        file = output.file
        if file in made:
            dated = {"as_of": output.day} if output.day else {}
            yield file, {**_file(file, made[file]), "key": plan.keys[file], **dated}
        else:
            yield file, plan.earlier.entries[file]


def _artboards(plan: Plan, pages: Sequence[Page]) -> dict[str, Any]:
    drawn = {page.id: page for page in pages}
    return {name: _artboard(drawn[name]) if name in drawn else plan.earlier.artboards[name] for name in plan.artboards}


def reports(plan: Plan, pages: Sequence[Page]) -> tuple[Report, ...]:
    """What was moved and dropped on each artboard, also on those that were kept."""
    drawn = {page.id: Report(page.id, page.moved, page.dropped) for page in pages}
    return tuple(drawn.get(name) or read_report(name, plan.earlier.artboards[name]) for name in plan.artboards)


def atlas_manifest(
    inputs: Mapping[str, bytes], pages: Sequence[tuple[Variant, Listing | None]], left_out: Sequence[LeftOut]
) -> bytes:
    """The manifest of an atlas: what went in, and what each page is for; the page's own manifest says what is on it.

    A page without a listing could not be built.
    """
    rows = [(page, listing.entries if listing else {}) for page, listing in pages]
    content = {
        "tool": {"name": "geomap", "version": __version__},
        "inputs": [_file(path, data) for path, data in sorted(inputs.items())],
        "outputs": [
            {**entry, "path": f"{page.id}/{file}"} for page, entries in rows for file, entry in sorted(entries.items())
        ],
        **_left_out(left_out),
        "pages": [{"id": page.id, **page.made_for, "built": bool(entries)} for page, entries in rows],
    }
    return (_printed(content, 2) + "\n").encode("utf-8")


def _printed(value: Any, depth: int, indent: str = "\n ") -> str:
    """JSON, indented so many levels deep; the many rows below have a line each, which is also the quick way."""
    if isinstance(value, _Rows):
        return f"[{indent}{f',{indent}'.join(value.rows)}{indent[:-1]}]" if value.rows else "[]"
    if not depth or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_read)
    inner = indent + " "
    if isinstance(value, list):
        return f"[{indent}{f',{indent}'.join(_printed(item, depth - 1, inner) for item in value)}{indent[:-1]}]"
    rows = (f"{json.dumps(key, ensure_ascii=False)}: {_printed(item, depth - 1, inner)}" for key, item in value.items())
    return f"{{{indent}{f',{indent}'.join(rows)}{indent[:-1]}}}"


def _read(rows: _Rows) -> list[Any]:
    """Rows where they stand deeper than lines are broken."""
    return [json.loads(row) for row in rows.rows]


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "sha256": sha256(data).hexdigest(), "bytes": len(data)}


def _artboard(page: Page) -> dict[str, Any]:
    return {
        "width": _px(page.width),
        "height": _px(page.height),
        "scale": page.scale,
        "map": _box(page.frame),
        "furniture": {name: _box(box) for name, box in sorted(page.furniture.items())},
        **({"insets": {inset.id: _inset(inset) for inset in page.insets}} if page.insets else {}),
        "symbols": _Rows(list(_symbols(page.symbols))),
        "texts": [_text(text, group.inset) for group in page.groups for text in group.texts],
        "moved": _Rows(list(map(_relocation, page.moved))),
        "dropped": _Rows(list(map(_relocation, page.dropped))),
    }


def _relocation(entry: Relocation) -> str:
    """Its row, as JSON writes what `Relocation.as_dict` says."""
    unit = f'"unit": {encode_basestring(entry.unit)}, ' if entry.unit else ""
    by_rule = ', "by_rule": true' if entry.by_rule else ""
    return f'{{{unit}"text": {encode_basestring(entry.text)}, "reason": {encode_basestring(entry.reason)}{by_rule}}}'


def _symbols(symbols: Sequence[DrawnSymbol]) -> Iterator[str]:
    """The rows of marks; those of a crowd are written a look at a time."""
    if isinstance(symbols, many.Joined):
        for part in symbols.parts:
            yield from _symbols(part)
    elif isinstance(symbols, many.DrawnMarks):
        rows = [json.dumps(_symbol(look), ensure_ascii=False) for look in symbols.looks]
        ends = [row[row.index(', "kind"') :].split(_AT_ZERO) for row in rows]
        units = map(encode_basestring, symbols.units.tolist())
        for unit, which, (x, y) in zip(units, symbols.which.tolist(), symbols.points.tolist(), strict=True):
            kind, rest = ends[which]
            yield f'{{"unit": {unit}{kind}, "x": {_px(x)}, "y": {_px(y)}{rest}'
    else:
        yield from (json.dumps(_symbol(symbol), ensure_ascii=False) for symbol in symbols)


def _symbol(symbol: DrawnSymbol) -> dict[str, Any]:
    row = {
        "unit": symbol.unit,
        "kind": symbol.kind,
        "x": _px(symbol.x),
        "y": _px(symbol.y),
        "diameter": round(symbol.diameter, 4),
        "value": symbol.value,
    }
    row |= {"inset": symbol.inset} if symbol.inset else {}
    row |= {"units": list(symbol.members)} if symbol.members else {}
    return row | ({"age": symbol.age} if symbol.age else {})


def _inset(inset: DrawnInset) -> dict[str, Any]:
    return {"kind": inset.kind, **_box(inset.box), "map": _box(inset.frame)}


def _text(text: Text, inset: str) -> dict[str, Any]:
    of = {"unit": text.owner, "inset": inset}
    return {"role": text.role, "text": text.text, **_box(text.box), **{name: id_ for name, id_ in of.items() if id_}}


def _box(box: Box) -> dict[str, float]:
    return {"x": _px(box.x), "y": _px(box.y), "width": _px(box.width), "height": _px(box.height)}


def _px(value: float) -> float:
    return round(value, 2)
