"""The key `units_from`: tables with units, beside or in place of `units`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, create_model
from typing_extensions import TypeAliasType

from geomap.facts.fields import named
from geomap.kinds.layers import FileName
from geomap.nearest import did_you_mean
from geomap.tables import Options
from geomap.tables.columns import READ_COLUMNS
from geomap.tables.plain.answers import Answers
from geomap.values.answers import DateOrder, Decimal, words_by_column
from geomap.values.checked import Checked, whole_number
from geomap.values.encodings import Encoding
from geomap.values.plain import Row, Text
from geomap.values.refusal import refuse
from geomap.values.unit import MOST_CARRIED, UnitRow
from geomap.values.where import Where

LAST_ROW = 1_048_576  # of a spreadsheet


def _parse_column(value: Any) -> str:
    """The name of a column of ours."""
    if value in READ_COLUMNS:
        return str(value)
    raise refuse("a column of units, e.g. place, lat or troops", hint=did_you_mean(str(value), READ_COLUMNS))


# A named alias, so that the JSON Schema states the names of keys.
ColumnName = TypeAliasType("ColumnName", Annotated[str, Checked(_parse_column, {"enum": list(READ_COLUMNS)})])
Words = TypeAliasType("Words", Annotated[Mapping[str, Mapping[str, str]], words_by_column(READ_COLUMNS)])
RowNumber = Annotated[int, whole_number(1, LAST_ROW)]


if TYPE_CHECKING:

    class DefaultsRow(Row):
        """What holds for the rows of a table that do not say otherwise."""

else:
    _OF_UNITS = {name: (row.annotation, row) for name, row in UnitRow.model_fields.items()}
    DefaultsRow = create_model(
        "DefaultsRow",
        __base__=Row,
        __doc__="What holds for the rows of a table that do not say otherwise.",
        __module__=__name__,
        **{name: _OF_UNITS[name] for name in named(lambda field: field.is_default)},
    )


def _few(headings: tuple[str, ...]) -> tuple[str, ...]:
    if len(headings) > MOST_CARRIED:
        raise refuse(text=f"{len(headings)} columns, expected at most {MOST_CARRIED}")
    return headings


class TableRow(Row):
    """An entry of `units_from`. A table's columns have the names of the exports, or `columns` maps them."""

    file: FileName = Field(description="CSV, Excel, GeoJSON, KML, Parquet or any GIS file, or several: reports/*.csv.")
    columns: dict[ColumnName, Text] = Field({}, description="The table's own headings, by the names of our columns.")
    defaults: DefaultsRow = Field({}, validate_default=True, description="What rows have that do not say otherwise.")
    where: Where = Field({}, description="Only the rows with these values: {heading: value} or {heading: [values]}.")
    sheet: Text = Field("", description="The sheet, of a workbook that has several.")
    layer: Text = Field("", description="The layer of a GIS file, or folder of a KML, that has several.")
    encoding: Encoding = Field("", description="How its texts are encoded: of CSV, and of a shapefile without a .cpg.")
    header_row: RowNumber = Field(1, description="The row with the headings, as the spreadsheet numbers it.")
    skip_rows: tuple[RowNumber, ...] = Field((), description="Rows that are no units, e.g. one of totals.")
    fill_down: tuple[Text, ...] = Field((), description="Columns in which a blank repeats the cell above.")
    ignore: tuple[Text, ...] = Field((), description="Headings of columns that have nothing to do with the map.")
    hidden: Literal["leave out", "read"] = Field(
        "leave out", description="What becomes of rows and columns that a workbook hides."
    )
    merged: Literal["ask", "each"] = Field(
        "ask", description="Whether a count that is one cell over several rows is that of each of them."
    )
    values: Words = Field(
        {}, description="What words of cells mean, by our columns: {side: {РФ: russia}}; '' is nothing."
    )
    decimal: Decimal = Field({}, description="The mark before decimals in texts, point or comma; or {heading: comma}.")
    dates: DateOrder = Field({}, description="The order in dates like 3/4/2022: dmy, mdy or ymd; or {heading: dmy}.")
    carry: Annotated[tuple[Text, ...], AfterValidator(_few)] = Field(
        (),
        description=f"Headings of columns that go along, as texts, to the card and files; at most {MOST_CARRIED}.",
        json_schema_extra={"maxItems": MOST_CARRIED},
    )

    def options(self, defaults: dict[str, Any]) -> Options:
        """The same for a reader; `defaults` are plain data, as a row of `units` would have them."""
        return Options(
            columns=self.columns,
            defaults=defaults,
            where=self.where,
            sheet=self.sheet,
            layer=self.layer,
            encoding=self.encoding,
            header_row=self.header_row,
            skip_rows=frozenset(self.skip_rows),
            fill_down=self.fill_down,
            ignore=self.ignore,
            hidden=self.hidden,
            merged=self.merged,
            carry=self.carry,
            answers=Answers(decimal=self.decimal, dates=self.dates, values=self.values),
        )


def entries_of(value: Any) -> list[Any]:
    """The entries in their long form; a file's name stands for an entry, and an entry for a list of one."""
    entries = value if isinstance(value, list) else [value]
    return [{"file": entry} if isinstance(entry, str) else entry for entry in entries]


def _long_form(value: Any) -> Any:
    if not value or not isinstance(value, str | dict | list):
        raise refuse("a file, {file, columns, defaults ...} or a list of these")
    return entries_of(value)


_Entry = FileName | TableRow
UnitsFrom = TypeAliasType(
    "UnitsFrom",
    Annotated[
        tuple[TableRow, ...],
        BeforeValidator(_long_form, json_schema_input_type=FileName | TableRow | list[_Entry]),
    ],
)
