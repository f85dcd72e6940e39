"""The key `sides`: who units belong to, stated one by one, or as the tables of the config name them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from typing_extensions import TypeAliasType

from geomap.config.document import Document
from geomap.errors import Problem
from geomap.facts import Affiliation
from geomap.tables import Table
from geomap.tables.sides import FROM_COLUMN, sides_from
from geomap.values.checked import Checked
from geomap.values.plain import Colour, Row, Slug, Text
from geomap.values.refusal import refuse

DEFAULT_AFFILIATION: Affiliation = "unknown"


class SideRow(Row):
    """A value of `sides`. Who a unit belongs to is a claim, so its wording lives here."""

    label: Text = Field(description="What is printed.")
    colour: Colour = Field("", description='Colour of its circles, e.g. "#4d5b69".')
    affiliation: Affiliation = Field(
        DEFAULT_AFFILIATION, description="Frame of its APP-6 symbols, as its reader sees it."
    )


def _stated(value: Any) -> Any:
    """What is asked of tables was put in its place before."""
    if value == FROM_COLUMN:
        raise refuse(text="no table of `units_from` has a column of sides", hint="map it: columns: {side: ...}")
    return value


_FromColumn = Annotated[str, Checked(lambda value: value, {"const": FROM_COLUMN})]
SidesKey = TypeAliasType(
    "SidesKey",
    Annotated[dict[Slug, SideRow], BeforeValidator(_stated, json_schema_input_type=dict[Slug, SideRow] | _FromColumn)],
)


def with_sides(document: Document, tables: list[Table]) -> tuple[Document, list[Problem]]:
    """The document, with the sides that its tables name where it says `sides: from column`; and what is to be asked."""
    value = document.value
    if value.get("sides") != FROM_COLUMN or not any("side" in table.columns for table in tables):
        return document, []
    rows = [*value.get("units", []), *(table.defaults for table in tables)]
    stated = [row["side"] for row in rows if isinstance(row, dict) and isinstance(row.get("side"), str)]
    sides, problems = sides_from(tables, stated)
    marks = document.marks[id(value)]
    mark = marks["sides"][1] if isinstance(marks, dict) else document.root
    changed = {**value, "sides": sides}
    added = {id(changed): marks, id(sides): dict.fromkeys(sides, (mark, mark))}
    added |= {id(side): {"label": (mark, mark)} for side in sides.values()}
    return replace(document, value=changed, marks={**document.marks, **added}), problems
