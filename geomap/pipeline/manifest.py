"""What came out of a build: paths, sha256, what stands for all that was drawn from, and what was drawn where.

It is published with the outputs, so it says nothing of the files that claims come from: no name, size, hash or row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from io import BytesIO
from itertools import chain, islice
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from geomap import __version__
from geomap.compose.variants import Variant
from geomap.facts import Coverage
from geomap.loading import Later
from geomap.pipeline.freshness.keys import LIBRARY, OF_TOOL, lock_of_here
from geomap.pipeline.freshness.listing import UNSTAMPED, Listing
from geomap.pipeline.freshness.stale import Plan
from geomap.relocations import Relocation, Relocations, Report, read_report
from geomap.wording.claims import coverage as coverage_line

if TYPE_CHECKING:
    import numpy as np

    from geomap.ground.files import GroundFile
    from geomap.ground.relief import ReliefFile
    from geomap.marks.many import Sized
    from geomap.page import Box, DrawnInset, DrawnSymbol, Page, Text
else:  # what has nothing to do says so without it
    np = Later("numpy")

SCHEMA = 2  # of the manifest, in docs/files.md; that of 0.2 and before said none
_DEPTH = 4  # down to the list of an artboard's symbols
_BATCH = 5000  # rows that are joined at once
_PER_PX = 100.0  # steps that are told apart
_AT_ZERO = ', "x": 0.0, "y": 0.0, "diameter": 0.0, "value": null'  # in the row of a look's kind

Drawn = tuple[Plan, "Sequence[Page]"]

files = Later("geomap.ground.files")
many = Later("geomap.marks.many")  # where nothing is drawn, nothing is described anew


@dataclass(frozen=True, slots=True)
class _Rows:
    """A list of which each row is JSON already, made as it is printed: there may be as many as units."""

    rows: Iterator[str]


def manifest(
    made: Mapping[str, bytes],
    maps: Mapping[str, Drawn],
    coverage: Coverage,
    absent: Mapping[str, Sequence[Relocation]] | None = None,
    ground: Sequence[GroundFile | ReliefFile] = (),
) -> bytes:
    """The manifest as JSON. Boxes and centres are px from the top left of the artboard, taken from the page itself.

    `maps` are the map and its snapshots by their days, that of the map empty. What the earlier manifest says of the
    outputs and artboards that were kept is said again. `absent` are the units that are not there on a day, `ground` the
    files that lie beneath: they claim nothing, and so they are named.
    """
    outputs = dict(entry for plan, _ in maps.values() for entry in _outputs(plan, made))
    main, _ = maps[""]
    content = {
        "schema": SCHEMA,
        "digest": UNSTAMPED,
        "tool": _tool(main.parts),
        "outputs": [outputs[file] for file in sorted(outputs)],
        "coverage": asdict(coverage) | {"unsourced": coverage.unsourced, "text": coverage_line(coverage, "en")},
        "published": {name: part for name, part in sorted(main.parts.items()) if not _is_of_tool(name)},
        **_ground(ground),
        **_absent(absent, ""),
        "artboards": _artboards(*maps[""]),
    }
    snapshots = {day: {**_absent(absent, day), "artboards": _artboards(*drawn)} for day, drawn in maps.items() if day}
    return _printed(content | ({"snapshots": snapshots} if snapshots else {}), _DEPTH)


def _tool(parts: Mapping[str, str]) -> dict[str, Any]:
    """What drew: geomap, its code, the libraries, and which fonts there were to choose from where that counts."""
    libraries = {name.removeprefix(LIBRARY): part for name, part in sorted(parts.items()) if name.startswith(LIBRARY)}
    own = {name: parts[name] for name in OF_TOOL[1:] if name in parts}
    return {"name": "geomap", "version": __version__, "lock": lock_of_here(), **own, "libraries": libraries}


def _is_of_tool(part: str) -> bool:
    return part in OF_TOOL or part.startswith(LIBRARY)


def _ground(beneath: Sequence[GroundFile | ReliefFile]) -> dict[str, Any]:
    rows = [
        {
            "path": file.name,
            "sha256": file.sha256,
            **({"schema": file.schema} if isinstance(file, files.GroundFile) else {}),
            **({"dated": file.dated} if file.dated else {}),
            **({"attribution": file.attribution} if file.attribution else {}),
        }
        for file in beneath
    ]
    return {"ground": rows} if rows else {}


def _absent(absent: Mapping[str, Sequence[Relocation]] | None, day: str) -> dict[str, Any]:
    rows = [entry.as_dict() for entry in (absent or {}).get(day, ())]
    return {"absent": rows} if rows else {}


def _outputs(plan: Plan, made: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the outputs by file name."""
    for output in plan.outputs:
        file = output.file
        if file in made:
            dated = {"as_of": output.day} if output.day else {}
            yield file, {**_file(file, made[file]), "drawn_from": plan.drawn_from[file], **dated}
        else:
            yield file, plan.earlier.entries[file]


def _artboards(plan: Plan, pages: Sequence[Page]) -> dict[str, Any]:
    drawn = {page.id: page for page in pages}
    return {name: _artboard(drawn[name]) if name in drawn else plan.earlier.artboards[name] for name in plan.artboards}


def reports(plan: Plan, pages: Sequence[Page]) -> tuple[Report, ...]:
    """What was moved and dropped on each artboard, also on those that were kept."""
    drawn = {page.id: Report(page.id, page.moved, page.dropped) for page in pages}
    return tuple(drawn.get(name) or read_report(name, plan.earlier.artboards[name]) for name in plan.artboards)


def atlas_manifest(parts: Mapping[str, str], pages: Sequence[tuple[Variant, Listing | None]]) -> bytes:
    """The manifest of an atlas: what each page is for; the page's own manifest says what is on it. `parts` are those of
    the machine.

    A page without a listing could not be built.
    """
    rows = [(page, listing.entries if listing else {}) for page, listing in pages]
    content = {
        "schema": SCHEMA,
        "digest": UNSTAMPED,
        "tool": _tool(parts),
        "outputs": [
            {**entry, "path": f"{page.id}/{file}"} for page, entries in rows for file, entry in sorted(entries.items())
        ],
        "pages": [{"id": page.id, **page.made_for, "built": bool(entries)} for page, entries in rows],
    }
    return _printed(content, 2)


def _printed(value: Any, depth: int) -> bytes:
    """JSON, indented so many levels deep."""
    written = BytesIO()
    for piece in _pieces(value, depth, "\n "):
        written.write(piece.encode("utf-8", "backslashreplace"))
    written.write(b"\n")
    return written.getvalue()


def _pieces(value: Any, depth: int, indent: str) -> Iterator[str]:
    """The pieces of the text; the many rows below have a line each, which is also the quick way."""
    if isinstance(value, _Rows):
        yield from _listed(_batches(value.rows, indent), indent)
    elif not depth or not value or not isinstance(value, dict | list):
        yield json.dumps(value, ensure_ascii=False, default=_read)
    elif isinstance(value, list):
        yield from _listed((_pieces(item, depth - 1, indent + " ") for item in value), indent)
    else:
        keys = (f"{json.dumps(key, ensure_ascii=False)}: " for key in value)
        items = (_pieces(item, depth - 1, indent + " ") for item in value.values())
        yield from _listed((chain((key,), item) for key, item in zip(keys, items, strict=True)), indent, "{}")


def _listed(items: Iterable[Iterable[str]], indent: str, brackets: str = "[]") -> Iterator[str]:
    """Items with commas between them, each on a line."""
    yield brackets[0]
    before = indent
    for item in items:
        yield before
        yield from item
        before = f",{indent}"
    yield f"{indent[:-1]}{brackets[1]}" if before != indent else brackets[1]


def _batches(rows: Iterator[str], indent: str) -> Iterator[tuple[str]]:
    while some := [*islice(rows, _BATCH)]:
        yield (f",{indent}".join(some),)


def _read(rows: _Rows) -> list[Any]:
    """Rows where they stand deeper than lines are broken."""
    return [json.loads(row) for row in rows.rows]


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "sha256": sha256(data).hexdigest(), "bytes": len(data)}


def _artboard(page: Page) -> dict[str, Any]:
    return {
        "width": round(page.width, 2),
        "height": round(page.height, 2),
        "scale": page.scale,
        "map": _box(page.frame),
        "furniture": {name: _box(box) for name, box in sorted(page.furniture.items())},
        **({"insets": {inset.id: _inset(inset) for inset in page.insets}} if page.insets else {}),
        "symbols": _Rows(_symbols(page.symbols)),
        "texts": [_text(text, group.inset) for group in page.groups for text in group.texts],
        "moved": _Rows(_relocations(page.moved)),
        "dropped": _Rows(_relocations(page.dropped)),
    }


def _relocations(entries: Relocations) -> Iterator[str]:
    """Rows as JSON writes what `Relocation.as_dict` says."""
    for part in entries.parts:
        by_rule = ', "by_rule": true' if part.by_rule else ""
        end = f', "reason": {encode_basestring(part.reason)}{by_rule}}}'
        texts = map(encode_basestring, part.texts)
        if any(part.units):
            names = zip(map(encode_basestring, part.units), texts, strict=True)
            yield from map(f'{{"unit": %s, "text": %s{end.replace("%", "%%")}'.__mod__, names)
        else:
            yield from (f'{{"text": {text}{end}' for text in texts)


def _symbols(symbols: Sequence[DrawnSymbol]) -> Iterator[str]:
    """The rows of marks; those of a crowd are written a look at a time."""
    if isinstance(symbols, many.Joined):
        for part in symbols.parts:
            yield from _symbols(part)
    elif isinstance(symbols, many.DrawnMarks):
        ends = list(_ends(symbols.looks))
        which = symbols.which.tolist()
        x, y = (np.rint(symbols.points.T * _PER_PX) / _PER_PX).tolist()  # as `_px` says
        kind, rest = ([end[place] for end in map(ends.__getitem__, which)] for place in (0, 1))
        units = map(encode_basestring, symbols.units)
        rows = map('{"unit": %s%s, "x": %r, "y": %r%s'.__mod__, zip(units, kind, x, y, rest, strict=True))
        if not symbols.more:
            yield from rows
            return
        for number, row in enumerate(rows):
            says_more = symbols.units[number] in symbols.more
            yield json.dumps(_symbol(symbols[number]), ensure_ascii=False) if says_more else row
    else:
        yield from (json.dumps(_symbol(symbol), ensure_ascii=False) for symbol in symbols)


def _ends(looks: Sized[DrawnSymbol]) -> Iterator[tuple[str, str]]:
    """Of the row of each look what is between its unit and its place, and what is behind it."""
    known: dict[tuple[Any, ...], list[str]] = {}  # a row a kind of mark: there may be a look for each count
    parts = []
    for look in looks.kinds:
        key = (look.kind, look.inset, look.members, look.age)
        if key not in known:
            row = json.dumps(_symbol(replace(look, diameter=0.0, value=None)), ensure_ascii=False)
            known[key] = row[row.index(', "kind"') :].split(_AT_ZERO)
        parts.append(known[key])
    for kind, diameter, value in zip(looks.which.tolist(), looks.own["diameter"], looks.own["value"], strict=True):
        before, behind = parts[kind]
        yield before, f', "diameter": {round(diameter, 4)}, "value": {"null" if value is None else value}{behind}'


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
    row |= {"beside": symbol.beside} if symbol.beside else {}
    return row | ({"age": symbol.age} if symbol.age else {})


def _inset(inset: DrawnInset) -> dict[str, Any]:
    return {"kind": inset.kind, **_box(inset.box), "map": _box(inset.frame)}


def _text(text: Text, inset: str) -> dict[str, Any]:
    of = {"unit": text.owner, "inset": inset}
    return {"role": text.role, "text": text.text, **_box(text.box), **{name: id_ for name, id_ in of.items() if id_}}


def _box(box: Box) -> dict[str, float]:
    return {"x": _px(box.x), "y": _px(box.y), "width": _px(box.width), "height": _px(box.height)}


def _px(value: float) -> float:
    return round(value * _PER_PX) / _PER_PX
