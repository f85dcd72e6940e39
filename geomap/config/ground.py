"""The key `ground`: what is shown beneath the units that is no claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from typing_extensions import TypeAliasType

from geomap.config.document import Document
from geomap.config.document import Path as KeyPath
from geomap.kinds.layers import FileName
from geomap.values.checked import Checked
from geomap.values.plain import Row, Text
from geomap.values.refusal import refuse
from geomap.values.shown import ShownPlace

MOST_TOWNS = 200  # each looks for a place for its name
MOST_SHOWN = 200
MOST_FILES = 20  # each is read for every map
GROUND_SUFFIXES = (".pmtiles", ".mbtiles", ".gpkg")
_RELIEF_SUFFIXES = (".tif", ".tiff")


def _hint(value: Any) -> str:
    return "write none" if value is False else "write auto" if value is True else ""


def _parse_shown(value: Any) -> str:
    if value in ("auto", "none"):
        return str(value)
    raise refuse("auto or none", hint=_hint(value))


ShownKey = Annotated[Literal["auto", "none"], Checked(_parse_shown, {"enum": ["auto", "none"]})]


def _parse_towns(value: Any) -> int | str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if value in ("auto", "none") or (is_number and 0 <= value <= MOST_TOWNS):
        return str(value) if isinstance(value, str) else int(value)
    raise refuse(f"auto, none, or a whole number from 0 to {MOST_TOWNS}", hint=_hint(value))


_TOWNS_SCHEMA = {"anyOf": [{"enum": ["auto", "none"]}, {"type": "integer", "minimum": 0, "maximum": MOST_TOWNS}]}
TownsKey = Annotated[Literal["auto", "none"] | int, Checked(_parse_towns, _TOWNS_SCHEMA)]


class ShowRow(ShownPlace):
    """An entry of `ground.show`: a place that is on the map without claiming anything."""


def _long_form(value: Any) -> Any:
    """A name stands for a place."""
    if not isinstance(value, str | dict | ShowRow):
        raise refuse("a name, or {place, at, label, symbol, country, admin, near}")
    return {"place": value} if isinstance(value, str) else value


ShowKey = TypeAliasType(
    "ShowKey", Annotated[ShowRow, BeforeValidator(_long_form, json_schema_input_type=Text | ShowRow)]
)


def _at_most(rows: tuple[ShowRow, ...]) -> tuple[ShowRow, ...]:
    if len(rows) > MOST_SHOWN:
        raise refuse(text=f"{len(rows)} places, expected at most {MOST_SHOWN}")
    return rows


def _listed(value: Any) -> Any:
    """A name stands for a list of one."""
    if not isinstance(value, str | list):
        raise refuse("a file of tiles, or a list of these")
    return [value] if isinstance(value, str) else value


def _of(name: str, suffixes: tuple[str, ...], what: str) -> str:
    if not name.lower().endswith(suffixes):
        raise refuse(f"a file of {what} that ends in {', '.join(suffixes[:-1])} or {suffixes[-1]}")
    return name


GroundName = Annotated[FileName, AfterValidator(lambda name: _of(name, GROUND_SUFFIXES, "tiles"))]
ReliefName = Annotated[FileName, AfterValidator(lambda name: _of(name, _RELIEF_SUFFIXES, "heights"))]


def _few_files(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > MOST_FILES:
        raise refuse(text=f"{len(names)} files, expected at most {MOST_FILES}")
    return names


FilesKey = TypeAliasType(
    "FilesKey",
    Annotated[
        tuple[GroundName, ...], BeforeValidator(_listed, json_schema_input_type=FileName | list[FileName]),
        AfterValidator(_few_files),
    ],
)  # fmt: skip


class GroundRow(Row):
    """The value of `ground`."""

    towns: TownsKey = Field(
        "auto", description="Towns for orientation: as many as suit an artboard, none, or at most so many on each."
    )
    regions: ShownKey = Field(
        "auto", description="First-level regions: where those of most of the land are large enough on the map, or none."
    )
    rivers: ShownKey = Field("auto", description="Rivers: those that suit the scale of an artboard, or none.")
    water_names: ShownKey = Field(
        "auto", description="Names of seas, lakes and rivers: those for which there is room, or none."
    )
    show: Annotated[tuple[ShowKey, ...], AfterValidator(_at_most)] = Field(
        (),
        description="Places that are shown in any case: names, or {place, at, label, symbol, country, admin, near}.",
        json_schema_extra={"maxItems": MOST_SHOWN},
    )

    files: FilesKey = Field(
        (),
        description="Files of tiles with roads, railways, built-up areas, woods, waters and places: PMTiles, MBTiles "
        f"or GeoPackages, at most {MOST_FILES}.",
    )
    relief: ReliefName = Field("", description="A GeoTIFF of heights in metres, drawn as light and shade on the land.")
    attribution: Text = Field(
        "", description="Whom the data of `files` and `relief` are from, where these do not say so; printed on the map."
    )

    @property
    def all_files(self) -> tuple[str, ...]:
        """The files that it names."""
        return (*self.files, *([self.relief] if self.relief else ()))

    @property
    def most_towns(self) -> int | None:
        """How many towns an artboard shows at most; None for as many as suit it."""
        return None if self.towns == "auto" else 0 if self.towns == "none" else int(self.towns)


def named_ground(document: Document) -> Iterator[tuple[KeyPath, Any]]:
    """The files that the key names, and where."""
    files = document.at(("ground", "files"))
    several = files if isinstance(files, list) else ()
    yield ("ground", "files"), files
    yield from ((("ground", "files", number), name) for number, name in enumerate(several))
    yield ("ground", "relief"), document.at(("ground", "relief"))
