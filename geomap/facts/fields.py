"""The table of a unit's fields: a row each, of data alone. What is read, checked, shown and written follows from it.

To add a plain one, a text, texts, addresses, a day or a number, add a row here and its words, `page.heading.<name>`, to
`geomap/wording/*.json`. From the row follow the key of the config with its JSON Schema and docs/keys.md, the column of
tables and what is said of wrong cells, what later observations keep, what the gate takes out, the columns of all files,
the card, table and copies of the page, and the diff. A field `by_hand` has a type of its own in `geomap.values.unit`
and in `Unit`; all lists of names follow from its row all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, get_args

EquipmentKind = Literal["artillery", "armored vehicles", "tanks", "installations"]  # in the order of the key

# How a value is written. The plain ones: of `prose` several lines are kept, `texts` and `links` are lists.
PlainForm = Literal["text", "prose", "texts", "links", "day", "number"]
Form = Literal[
    PlainForm, "id", "choice", "country", "label", "position", "near", "formations", "count", "counts", "pictograms",
    "ids", "grade", "degrees", "whole", "claims", "carried", "change",
]  # fmt: skip
# How a cell of a table is read and written.
CellForm = Literal["text", "list", "links", "formations", "pictograms", "number", "whole", "day"]

NOTHING: Mapping[PlainForm, Any] = {"text": "", "prose": "", "texts": (), "links": (), "day": None, "number": None}
_CELLS: dict[Form, CellForm] = {
    **dict.fromkeys(("texts", "ids"), "list"), "links": "links", "day": "day", "number": "number", "degrees": "number",
    "whole": "whole", "formations": "formations", "pictograms": "pictograms",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of tables and files, and where in a row of the config its value stands.

    One that is not written is one of the input alone, or stands in files as a claim, where any unit has it.
    """

    name: str
    path: tuple[str, ...]
    form: CellForm
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a unit; one without words about it is no key of the config but worked out.

    `of` is the attribute of a Unit, where it is not called as the key. `card` and `table` are places in the card and
    the table of the page, the lowest first; 0 is not there. `heading` is what the page calls it, and its words. Columns
    of `files` are there always, or where any unit on the map has one. A diff tells it as a change on the `ground` or of
    the `claim`, in its own way, or never. A later observation has it from the one before, `alone` or with the place.
    """

    name: str
    form: Form
    about: str = ""
    by_hand: bool = False
    of: str = ""
    heading: str = ""
    card: int = 0
    table: int = 0
    files: Literal["always", "used", "never"] = "used"
    diff: Literal["ground", "claim", "own", "never"] = "claim"
    inherited: Literal["", "alone", "with the place"] = ""
    tells_place: bool = True  # maybe: it goes where a `precision` hides the place
    is_default: bool = True  # may stand under `defaults` of a table
    is_filter: bool = False  # of the page
    is_strictest: bool = False  # holds for all observations of a unit, as the strictest of them says
    cells: tuple[Column, ...] = ()  # its columns, where they are not one of its name

    @property
    def shown(self) -> str:
        """What the page calls it."""
        return self.heading or self.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in tables and files."""
        return self.cells or (Column(self.name, (self.name,), _CELLS.get(self.form, "text")),)

    @property
    def value(self) -> Callable[[Any], Any]:
        """What tells what a Unit says of it."""
        return attrgetter(self.of or self.name)


def _count(name: str, *path: str) -> tuple[Column, ...]:
    """The columns of a count: the number, both ends, the kind of claim, and who states it."""
    forms: dict[str, CellForm] = {"": "whole", "min": "whole", "max": "whole", "kind": "text"}
    claim: dict[str, CellForm] = {"sources": "list", "grade": "text"}
    return (
        *(Column(f"{name}_{end}".rstrip("_"), (*path, end), form) for end, form in forms.items()),
        *(Column(f"{name}_{end}", (*path, end), form, is_written=False) for end, form in claim.items()),
    )


_POSITION = (
    Column("lat", ("at", "lat"), "number"),
    Column("lon", ("at", "lon"), "number"),
    Column("position_sources", ("at", "sources"), "list", is_written=False),
)
_NEAR = tuple(Column(f"near_{axis}", ("near", axis), "number", is_written=False) for axis in ("lat", "lon"))
COUNTS = {"troops": ("troops",), **{kind.replace(" ", "_"): ("equipment", kind) for kind in get_args(EquipmentKind)}}
_EQUIPMENT = tuple(column for name, path in COUNTS.items() if path[0] == "equipment" for column in _count(name, *path))

# In the order of the config's keys and of the columns of files.
FIELDS = (
    Field("id", "id", "Name of the unit in links and files; default: made of the place.", by_hand=True,
          files="always", diff="own", tells_place=False, is_default=False),
    Field("label", "label", "What is printed, default: the place; or {text, dx, dy, anchor, hide}.", by_hand=True,
          heading="place", table=10, files="always", diff="ground", inherited="alone", tells_place=False,
          is_default=False),
    Field("place", "text",
          "Name of the place, in any spelling and script that gazetteers know; or {country, region}, for all of it.",
          by_hand=True, of="query", heading="written", card=50, files="always", diff="ground",
          inherited="with the place", is_default=False),
    Field("at", "position", "Its position, where the place is not to be looked up.", by_hand=True, of="place",
          files="always", diff="own", inherited="with the place", tells_place=False, is_default=False, cells=_POSITION),
    Field("country", "country",
          "Country of the place, by ISO 3166-1 code or name, e.g. UA; without a place the unit stands for all of it.",
          by_hand=True,
          of="place.country", files="always", diff="ground", inherited="with the place", tells_place=False),
    Field("admin", "text",
          "Region of the place, to tell it from others of the name; without a place the unit stands for all of it.",
          by_hand=True, of="place.region", diff="ground", inherited="with the place"),
    Field("near", "near", "A position near the place, to tell it from others of the name.", by_hand=True,
          files="never", diff="never", inherited="with the place", is_default=False, cells=_NEAR),
    Field("side", "choice", "Whose unit it is: a key of `sides`.", by_hand=True, table=20, files="always",
          diff="ground", inherited="alone", tells_place=False, is_filter=True),
    Field("formations", "formations", "Formations reported there. A formation is not a headcount.", by_hand=True,
          card=30, table=40, files="always", diff="ground", tells_place=False, is_filter=True),
    Field("troops", "count",
          "Soldiers: a number, a range, an open end, unknown, each with sources; absent is not zero.", by_hand=True,
          card=20, table=50, files="always", diff="ground", tells_place=False, is_default=False,
          cells=_count("troops", "troops")),
    Field("equipment", "counts", "Counts of equipment, in the forms of troops.", by_hand=True, card=40, table=60,
          files="always", diff="own", tells_place=False, is_default=False, is_filter=True, cells=_EQUIPMENT),
    Field("pictograms", "pictograms",
          "What to show in place of equipment and formations: a list of types or kinds, or none.", by_hand=True,
          files="never", diff="ground", tells_place=False, is_default=False),
    Field("basis", "choice", "What the figures are: reported, an estimate, or illustrative.", by_hand=True,
          files="always", tells_place=False, is_filter=True),
    Field("sources", "ids", "Where the claim comes from: keys of `sources`.", by_hand=True, card=90, table=100,
          files="always", tells_place=False, is_filter=True),
    Field("grade", "grade", "Source reliability A-F and item credibility 1-6, e.g. B2.", by_hand=True, card=80,
          table=90, files="always", tells_place=False),
    Field("as_of", "day", "The day of the claim; default: that of the config.", by_hand=True, card=70, table=80,
          files="always", tells_place=False),
    Field("until", "day", "The day from which the unit is no longer there.", by_hand=True, files="always",
          tells_place=False, is_default=False),
    Field("precision", "degrees",
          "Degrees that its position is rounded to, in every output; holds for all rows of the id.", by_hand=True,
          heading="position", card=60, table=70, files="always", tells_place=False, is_strictest=True),
    Field("embargo_until", "day",
          "The first day on which any output may hold the unit; holds for all rows of the id.", by_hand=True,
          files="never", diff="never", tells_place=False, is_strictest=True),
    Field("found_by", "text", "How the position was found, e.g. gazetteer, where a table says it.", by_hand=True,
          of="place.found_by", files="always", tells_place=False, is_default=False),
    Field("age_days", "whole", by_hand=True, of="age", diff="never"),
    Field("claims", "claims", by_hand=True, card=100, diff="own"),
    Field("notes", "prose", "What is to be said of it, in any number of lines: in the card, the table and files.",
          card=45, table=75),
    Field("links", "links", "Addresses with more of it, in the card, the table and files: {url, title}, or a list.",
          card=95, table=110),
    Field("carried", "carried", "Texts by a heading of your choice, in the card and files: what `carry` takes over.",
          by_hand=True, card=110, diff="own", is_default=False),
    Field("change", "change", by_hand=True, card=10, table=30, files="never", diff="never"),
)  # fmt: skip

_OTHERS = {  # names of columns that files have of their own, and programs that read them
    "kind", "fid", "ogc_fid", "geom", "geometry", "moved_km", "found_name",
    *(f"troops_before{end}" for end in ("", "_min", "_max", "_kind")),
}  # fmt: skip
COLUMN_NAMES = frozenset(column.name for field in FIELDS for column in field.columns) | _OTHERS
STATED = tuple(field for field in FIELDS if field.about)  # the keys of a unit in the config
(CARRIED,) = (field for field in FIELDS if field.form == "carried")
PLAIN = tuple(field for field in FIELDS if not field.by_hand)


def ranked(names: Iterable[Field], place: Literal["card", "table"]) -> list[Field]:
    """The fields that stand in the card or the table of the page, in their order."""
    return sorted((field for field in names if getattr(field, place)), key=attrgetter(place))


def plain(heading: str) -> str:
    """A heading without what writers differ in: letter case, and what stands between words."""
    return "_".join(re.split(r"[\s_-]+", heading.strip().casefold()))


def named(test: Callable[[Field], bool]) -> tuple[str, ...]:
    """The names of the keys that pass a test."""
    return tuple(field.name for field in STATED if test(field))
