"""Units: where forces are reported, with how much, according to whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from math import nan
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)
from typing_extensions import TypeAliasType

from geomap.errors import quote
from geomap.facts import COUNTRY, REGION, Basis, Echelon, Formation, Link, Particulars
from geomap.facts.fields import COLUMN_NAMES, FIELDS, NOTHING, PLAIN, EquipmentKind, PlainForm, named, plain
from geomap.symbols import pictogram_words, read_type
from geomap.values.areas import PlaceKey, WholeRow, stated_area
from geomap.values.checked import Checked, number, whole_number
from geomap.values.counts import Claimed, ClaimedCount
from geomap.values.placement import PlacedText, stated_text
from geomap.values.plain import (
    ADDRESSES,
    LONGEST_ID,
    Address,
    Country,
    Day,
    Grade,
    Prose,
    Row,
    Slug,
    SourceIds,
    Text,
    nfc,
    parse_address,
    parse_text,
    slug,
)
from geomap.values.positions import At, ClaimedAt
from geomap.values.refusal import refuse
from geomap.values.short import ShortForm

POSITION_KEYS = named(lambda field: field.inherited == "with the place")  # of a row, that say where the unit is
MOST_FORMATIONS = 50  # of one kind at one place
MOST_LISTED = 50  # texts or links of one field
MOST_CARRIED = 50  # columns

Degrees = Annotated[float, number(0.0001, 10, "degrees")]
FormationCount = Annotated[int, whole_number(1, MOST_FORMATIONS)]


class FormationRow(Row):
    """A formation that needs more than its type."""

    type: Text = Field(description="Kind of formation, e.g. tank, motorized infantry, headquarters.")
    count: FormationCount = Field(1, description="How many of the kind; never turned into troops.")
    label: Text = Field("", description="Its own name, printed in place of the type.")
    echelon: Echelon | None = Field(None, description="Its size, where the type does not say it, e.g. brigade.")

    @model_validator(mode="after")
    def _agrees(self) -> FormationRow:
        named = read_type(self.type).echelon
        if self.echelon and named and self.echelon != named:
            raise refuse(text=f"`type` says {named}, `echelon` says {self.echelon}", hint="remove one of them")
        return self


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return {"type": value}
    if isinstance(value, dict) and len(value) == 1 and "type" not in value:
        ((kind, count),) = value.items()
        if isinstance(count, int):
            raise refuse(
                "a type of formation or {type, count, label, echelon}", hint=f"write {{type: {kind}, count: {count}}}"
            )
    if not isinstance(value, dict):
        raise refuse("a type of formation or {type, count, label, echelon}")
    return value


def _formation(row: FormationRow) -> Formation:
    """An echelon that the type says already is not said again."""
    return Formation(row.type, row.count, row.label, "" if read_type(row.type).echelon else row.echelon or "")


def _parse_pictograms(value: Any) -> tuple[str, ...]:
    """Words; which of them there are is asked with the references, where the nearest can be named."""
    if value == "none":
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        hint = f"write [{value}]" if isinstance(value, str) else "write none" if value == [] else ""
        raise refuse("none or a list of what they show, e.g. [tank, air defence]", hint=hint)
    return tuple(value)


_PICTOGRAMS_SCHEMA = {
    "anyOf": [{"const": "none"}, {"type": "array", "minItems": 1, "items": {"enum": sorted(pictogram_words())}}]
}
Pictograms = TypeAliasType(
    "Pictograms", Annotated[tuple[str, ...], Checked(_parse_pictograms, _PICTOGRAMS_SCHEMA)]
)  # named, so that the JSON Schema keeps its forms in one place
Formations = tuple[Annotated[Formation, ShortForm(FormationRow, Text, _long_form, _formation)], ...]


def default_unit_id(row: Mapping[str, Any]) -> str:
    """The id of a unit that states none: from its place, or else its label; or from the country that it stands for."""
    area, label = stated_area(row), stated_text(row.get("label"))
    if area and not ("place" not in row and isinstance(label, str)):
        return area.id
    name = row.get("place", label)
    return slug(name) if isinstance(name, str) else ""


def unit_id(row: Mapping[str, Any]) -> str:
    """The id of a row of the plain data, stated or not."""
    stated = row.get("id")
    return nfc(stated) if isinstance(stated, str) else default_unit_id(row)


def same_id(name: str) -> str:
    """An id as it is compared everywhere: in one letter case, without what nobody sees, as a space of no width."""
    if name.isascii() and name.isprintable():
        return name.strip().casefold()
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Cc"))
    return nfc(nfc(seen.strip()).casefold())


def _listed(value: Any) -> Any:
    """One stands for a list of one; a list that is too long is refused before its items are."""
    if isinstance(value, list) and len(value) > MOST_LISTED:
        raise refuse(text=f"a list of {len(value)}, expected at most {MOST_LISTED}")
    return [value] if isinstance(value, str | dict) else value


class LinkRow(Row):
    """An address that needs more than itself."""

    url: Address = Field(description="Where it can be read: https://, http:// or mailto:.")
    title: Text = Field("", description="What it is, which is shown in place of the address.")

    @model_validator(mode="after")
    def _is_one(self) -> LinkRow:
        """What stands behind a blank in a cell may be meant for another address."""
        if self.title.lower().startswith(ADDRESSES):
            raise refuse(text=f"the title {quote(self.title)} is an address", hint="make it an item of its own")
        return self


def _long_link(value: Any) -> Any:
    if isinstance(value, str):
        return {"url": parse_address(value)}
    if not isinstance(value, dict):
        raise refuse("an address or {url, title}")
    return value


def _link(row: LinkRow) -> Link:
    return Link(row.url, row.title)


_Link = Annotated[Link, ShortForm(LinkRow, Address, _long_link, _link)]
_LinksInput = _Link | Annotated[list[_Link], Field(max_length=MOST_LISTED)]
Links = TypeAliasType(
    "Links", Annotated[tuple[_Link, ...], BeforeValidator(_listed, json_schema_input_type=_LinksInput)]
)
_TextsInput = Text | Annotated[list[Text], Field(max_length=MOST_LISTED)]
Texts = TypeAliasType(
    "Texts", Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=_TextsInput)]
)
_PLAIN_TYPES: dict[PlainForm, Any] = {
    "text": Text,
    "prose": Prose,
    "texts": Texts,
    "links": Links,
    "day": Day | None,
    "number": Annotated[float, number(-1e12, 1e12)] | None,
}
_ABOUT = {field.name: field.about for field in FIELDS}


def _stated(name: str, default: Any = ..., **more: Any) -> Any:
    """A key of a unit, with the words of the table of fields about it."""
    return Field(default, description=_ABOUT[name], **more)


def _heading(value: Any) -> str:
    """What a text is carried under."""
    heading = parse_text(value)
    text, hint = carry_fault(heading)
    if text:
        raise refuse(text=text, hint=hint)
    return heading


def _told_apart(value: dict[str, str]) -> dict[str, str]:
    """Texts by headings that differ in more than letter case and blanks."""
    if len(value) > MOST_CARRIED:
        raise refuse(text=f"{len(value)} headings, expected at most {MOST_CARRIED}")
    known: dict[str, str] = {}
    for heading in value:
        if (other := known.setdefault(plain(heading), heading)) != heading:
            raise refuse(text=f"the headings {quote(other)} and {quote(heading)} are one")
    return value


def carry_fault(heading: str) -> tuple[str, str]:
    """What keeps a heading from being carried, and the likely fix; empty where nothing does."""
    if plain(heading) in COLUMN_NAMES:
        return f'the column "{heading}" is one of ours, and not carried', "map it under columns, or rename it"
    if len(heading) > LONGEST_ID:
        return f"a heading of {len(heading)} characters, expected at most {LONGEST_ID}", "rename it"
    return "", ""


Heading = TypeAliasType(
    "Heading", Annotated[str, Checked(_heading, {"type": "string", "pattern": r"\S", "maxLength": LONGEST_ID})]
)
Carried = TypeAliasType(
    "Carried",
    Annotated[
        dict[Heading, Prose], AfterValidator(_told_apart), Field(json_schema_extra={"maxProperties": MOST_CARRIED})
    ],
)


class _UnitRow(Row):
    """A row of `units`. Rows of one id are observations of one unit, each with an `as_of` of its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["place"]},
                {"required": ["at"]},
                {"required": ["country"]},
                {"required": ["admin"]},
                {"required": ["id", "as_of"]},
            ]
        }
    )

    id: Slug = _stated("id", "")
    label: PlacedText = _stated("label", {}, validate_default=True)
    place: PlaceKey = _stated("place", "")
    at: ClaimedAt | None = _stated("at", None)
    country: Country = _stated("country", "")
    admin: Text = _stated("admin", "")
    near: At | None = _stated("near", None)
    side: Slug = _stated("side", "")
    formations: Formations = _stated("formations", ())
    troops: ClaimedCount | None = _stated("troops", None)
    equipment: dict[EquipmentKind, ClaimedCount] = _stated("equipment", {})
    pictograms: Pictograms | None = _stated("pictograms", None)
    basis: Basis = _stated("basis", "reported")
    sources: SourceIds = _stated("sources", ())
    grade: Grade = _stated("grade", "")
    as_of: Day | None = _stated("as_of", None)
    until: Day | None = _stated("until", None)
    precision: Degrees | None = _stated("precision", None)
    embargo_until: Day | None = _stated("embargo_until", None)
    found_by: Slug = _stated("found_by", "")
    carried: Carried = _stated("carried", {})

    @property
    def particulars(self) -> Particulars:
        """What few rows share; a place that has to be looked up is nowhere."""
        lat, lon = (self.at.lat, self.at.lon) if self.at else (nan, nan)
        count = self.troops.count if isinstance(self.troops, Claimed) else self.troops
        return Particulars(self.id, self.label.text, self.place, lat, lon, count)

    @property
    def all_sources(self) -> tuple[str, ...]:
        """The row's sources, and those of single figures and of the position."""
        counts = (count for count in (self.troops, *self.equipment.values()) if isinstance(count, Claimed))
        return (*self.sources, *(self.at.sources if self.at else ()), *(n for c in counts for n in c.claim.sources))

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, value: Any) -> Any:
        """The place gives the label, or the country that it is, and both give the id."""
        if not isinstance(value, dict):
            return value
        row, label, area = value, value.get("label", {}), stated_area(value)
        name = area.label if area else value.get("place")
        if name and isinstance(name, str) and isinstance(label, dict):
            row = {**value, "label": {"text": name, **label}}
        unit_id = "" if "id" in value else default_unit_id(value)
        return {**row, "id": unit_id} if unit_id else row

    @model_validator(mode="after")
    def _can_be_drawn(self) -> _UnitRow:
        """Asked last, as a misspelled key is the likelier cause."""
        if isinstance(self.place, WholeRow):
            return self._in_area(self.place)
        if not (self.place or self.at or self.is_area):
            raise refuse(text="a unit needs `place`, `at` or `country`")
        if not self.id:
            raise refuse(text="a unit without a name needs an `id`")
        return self

    def _in_area(self, area: WholeRow) -> _UnitRow:
        """The row whose place is a country or region, which are keys of their own."""
        if self.at is not None:
            raise refuse(text="`at` is a position, and `place` a whole country or region", hint="remove one of them")
        for key, own, other in (("country", self.country, area.country), ("admin", self.admin, area.region)):
            if own and own != other:
                raise refuse(text=f"`place` and `{key}` name two areas", hint=f"remove `{key}`")
        return self.model_copy(update={"place": "", "country": area.country, "admin": area.region})

    @property
    def is_area(self) -> bool:
        """Whether it stands for a whole country or region, not for a place in it, and is to be put into its ground."""
        return self.at is None and not self.place and bool(self.country or self.admin)

    @property
    def is_of_area(self) -> bool:
        """Whether it stands for one, also where a file has the point that geomap put it at."""
        return self.is_area or bool(self.country and self.found_by in (COUNTRY, REGION))


if TYPE_CHECKING:

    class UnitRow(_UnitRow):
        """A row of `units`, with the plain fields of the table of fields."""

else:
    UnitRow = create_model(
        "UnitRow",
        __base__=_UnitRow,
        __doc__=_UnitRow.__doc__,
        __module__=__name__,
        **{field.name: (_PLAIN_TYPES[field.form], _stated(field.name, NOTHING[field.form])) for field in PLAIN},
    )
