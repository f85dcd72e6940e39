"""Which outputs have to be made, and why: those that are drawn from, or are, other than what the last manifest says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.files.regular import sha256_of
from geomap.pipeline.freshness.keys import drawn_from, parts_for
from geomap.pipeline.freshness.listing import Listing
from geomap.players.registry import Output, laid_out_for

_MOST_NAMED = 4  # parts that a reason names


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build makes: `why` holds a reason for each such output; `drawn_from` and `parts` are for the manifest."""

    outputs: Sequence[Output]
    why: Mapping[str, str]
    drawn_from: Mapping[str, str]
    parts: Mapping[str, str]
    earlier: Listing

    @property
    def stale(self) -> list[Output]:
        """The outputs to make."""
        return [output for output in self.outputs if output.file in self.why]

    @property
    def artboards(self) -> list[str]:
        """The artboards that any output is made from."""
        return laid_out_for(self.outputs)

    @property
    def steps(self) -> int:
        """The artboards to lay out and the outputs to make."""
        return len(laid_out_for(self.stale)) + len(self.stale)

    @property
    def kept(self) -> list[str]:
        """The files that stay as they are."""
        return [output.file for output in self.outputs if output.file not in self.why]


def plan(  # noqa: PLR0913 - what is to be, and what is
    outputs: Sequence[Output],
    parts: Mapping[str, str],
    ground: Callable[[], str],
    folder: Path,
    earlier: Listing,
    *,
    force: bool,
    only: Collection[str] = (),
    snapshot: str = "",
) -> Plan:
    """Compare the outputs to be with those in `folder`, of which `earlier` tells.

    `ground` is asked for where it may have changed.

    `only` names the formats to make, where not all are asked for: of the others what is as it would be is kept.
    `snapshot` is the day of the outputs where they are not the map's own.
    """
    earlier = earlier.on(snapshot) if snapshot else earlier
    same = not earlier.is_edited and {**parts, "ground": earlier.parts.get("ground", "")} == earlier.parts
    parts = {**parts, "ground": earlier.parts["ground"] if same else ground()}
    sources = {output.file: drawn_from(parts, output.artboard) for output in outputs}
    kept: list[Output] = []
    why: dict[str, str] = {}
    for output in outputs:
        is_asked = not only or output.format in only
        is_forced = force and is_asked
        reason = "asked for" if is_forced else _why(output, sources[output.file], parts, earlier, folder)
        if is_asked or not reason:
            kept.append(output)
            why |= {output.file: reason} if reason else {}
    return Plan(kept, why, {output.file: sources[output.file] for output in kept}, parts, earlier)


def _why(output: Output, source: str, parts: Mapping[str, str], earlier: Listing, folder: Path) -> str:
    """Why the output has to be made; empty where it is what it would be."""
    path = folder / output.file
    if output.file not in earlier.outputs or not earlier.artboards.keys() >= {*output.artboards}:
        return "new"
    if not path.is_file():
        return "missing"
    if earlier.is_edited or earlier.drawn_from(output.file) != source:  # of what a hand has changed nothing is kept
        parts_changed = changed(earlier.parts, parts, output.artboard)
        return "made by an older geomap" if earlier.is_old else f"changed: {parts_changed or 'the manifest'}"
    same = sha256_of(path) == earlier.outputs[output.file]
    return "" if same else "changed by hand"


def changed(before: Mapping[str, str], now: Mapping[str, str], artboard: str = "") -> str:
    """The parts that changed, as a reader would call them; empty where none did."""
    old, new = (parts_for(parts, artboard) for parts in (before, now))
    differ = [name for name in {*old, *new} if old.get(name) != new.get(name)]
    names = list(dict.fromkeys(_named(sorted(differ, key=_order))))
    return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else "")


def _order(name: str) -> tuple[int, str]:
    """What says most of a change comes first: the units, then keys of the config, then layers and artboards."""
    kind = name.partition(".")[0]
    return {"units": 0, "places": 1, "layer": 3, "artboard": 4, "ground": 5}.get(kind, 2), name


def _named(changed: Iterable[str]) -> Iterator[str]:
    for name in changed:
        kind, _, rest = name.partition(".")
        said = {
            "geomap": "the version of geomap",
            "code": "geomap's code",
            "ground": "the ground that the artboards share",
        }
        own = rest if kind == "ground" else ""  # the name of a file
        yield f"{kind} {rest}" if kind in ("artboard", "layer", "plugin") else own or said.get(kind, rest or name)
