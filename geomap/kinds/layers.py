"""What the kinds of layer share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from geomap.values.checked import Checked
from geomap.values.plain import Row, Slug, parse_text, slug
from geomap.values.refusal import refuse
from geomap.values.spots import SpotRow

LONGEST_DEFAULT_ID = 40  # a note's text can be a paragraph

OUTSIDE_HINT = "copy it there, or trust the config with --allow-outside"

Certainty = Literal["approximate", "exact"]


class LayerBase(Row):
    """A row of `layers`, of any kind."""

    spots: ClassVar[Mapping[str, str]] = {}  # keys that say where something is, and their fields

    kind: str
    id: Slug = ""

    def with_spots(self, changed: Mapping[str, SpotRow]) -> Self:
        """The same row with other spots, by their keys."""
        return self.model_copy(update={self.spots[key]: spot for key, spot in changed.items()}) if changed else self

    def stated_spots(self) -> dict[str, SpotRow]:
        """What it states of where something is, by its keys."""
        stated = {key: getattr(self, name) for key, name in self.spots.items()}
        return {key: spot for key, spot in stated.items() if spot is not None}

    @classmethod
    def own_name(cls, row: Mapping[str, Any]) -> Any:
        """What the id of a layer that states none is made of: its text, or else its role."""
        return row.get("text", row.get("role"))

    @classmethod
    def default_id(cls, row: Mapping[str, Any]) -> str:
        """The id of a layer that states none; empty where it cannot be told yet."""
        name = cls.own_name(row)
        return slug(name[:LONGEST_DEFAULT_ID].replace("_", "-")) if isinstance(name, str) else ""

    @model_validator(mode="before")
    @classmethod
    def _fill_in_id(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "id" in value:
            return value
        layer_id = cls.default_id(value)
        return {**value, "id": layer_id} if layer_id else value


def _parse_file_name(value: Any) -> str:
    """A path, the same on every system; whether it exists and may be read is asked elsewhere."""
    name = parse_text(value)
    expected = "a file beside or below the config"
    if "\\" in name:
        raise refuse(expected, hint=f"write {name.replace(chr(92), '/')}")
    if name.startswith("~"):
        raise refuse(expected, hint="write its path without ~")
    return name


def is_below(name: str) -> bool:
    """Whether a path, by its letters, stays below the folder that it starts from."""
    return not name.startswith("/") and name[1:2] != ":" and ".." not in name.split("/")


_FILE_PATTERN = r"^(?![/~]|.:)(?!(.*/)?\.\.(/|$))[^\\]+$"
FileName = Annotated[str, Checked(_parse_file_name, {"type": "string", "pattern": _FILE_PATTERN})]
