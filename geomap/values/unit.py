"""Units: where forces are reported, with how much, according to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypeAliasType

from geomap.facts import Basis, Echelon, Formation
from geomap.symbols import pictogram_words, read_type
from geomap.values.checked import Checked, number, whole_number
from geomap.values.counts import Claimed, ClaimedCount
from geomap.values.placement import PlacedText, stated_text
from geomap.values.plain import Country, Day, Grade, Row, Slug, SourceIds, Text, nfc, slug
from geomap.values.positions import At, ClaimedAt
from geomap.values.refusal import refuse

EquipmentKind = Literal["tanks", "artillery", "armored vehicles", "installations"]

POSITION_KEYS = ("place", "at", "country", "admin", "near")  # of a row, that say where the unit is
MOST_FORMATIONS = 50  # of one kind at one place

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


class _ReadFormation:
    """Lets a Formation be written as its type alone, and reads the long form by FormationRow."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        row = handler.generate_schema(FormationRow)
        forms = core_schema.union_schema([handler.generate_schema(Text), row])
        read = core_schema.no_info_before_validator_function(_long_form, row, json_schema_input_schema=forms)
        as_it_is = core_schema.plain_serializer_function_ser_schema(lambda value: value)
        return core_schema.no_info_after_validator_function(_formation, read, serialization=as_it_is)


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
Formations = tuple[Annotated[Formation, _ReadFormation], ...]


def default_unit_id(row: Mapping[str, Any]) -> str:
    """The id of a unit that states none: from its place, or else its label."""
    name = row.get("place", stated_text(row.get("label")))
    return slug(name) if isinstance(name, str) else ""


def unit_id(row: Mapping[str, Any]) -> str:
    """The id of a row of the plain data, stated or not."""
    stated = row.get("id")
    return nfc(stated) if isinstance(stated, str) else default_unit_id(row)


class UnitRow(Row):
    """A row of `units`. Rows of one id are observations of one unit, each with an `as_of` of its own."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["place"]}, {"required": ["at"]}, {"required": ["id", "as_of"]}]}
    )

    id: Slug = Field("", description="Name of the unit in links and files; default: made of the place.")
    place: Text = Field("", description="Name of the place, in any spelling and script that gazetteers know.")
    at: ClaimedAt | None = Field(None, description="Its position, where the place is not to be looked up.")
    country: Country = Field("", description="ISO 3166-1 alpha-2 code of the place's country, e.g. UA.")
    admin: Text = Field("", description="Region of the place, to tell it from others of the name.")
    near: At | None = Field(None, description="A position near the place, to tell it from others of the name.")
    label: PlacedText = Field(
        {}, validate_default=True, description="What is printed, default: the place; or {text, dx, dy, anchor, hide}."
    )
    side: Slug = Field("", description="Whose unit it is: a key of `sides`.")
    formations: Formations = Field((), description="Formations reported there. A formation is not a headcount.")
    troops: ClaimedCount | None = Field(
        None, description="Soldiers: a number, a range, an open end, unknown, each with sources; absent is not zero."
    )
    equipment: dict[EquipmentKind, ClaimedCount] = Field({}, description="Counts of equipment, in the forms of troops.")
    pictograms: Pictograms | None = Field(
        None, description="What to show in place of equipment and formations: a list of types or kinds, or none."
    )
    basis: Basis = Field("reported", description="What the figures are: reported, an estimate, or illustrative.")
    sources: SourceIds = Field((), description="Where the claim comes from: keys of `sources`.")
    grade: Grade = Field("", description="Source reliability A-F and item credibility 1-6, e.g. B2.")
    as_of: Day | None = Field(None, description="The day of the claim; default: that of the config.")
    until: Day | None = Field(None, description="The day from which the unit is no longer there.")
    precision: Degrees | None = Field(
        None, description="Degrees that its position is rounded to, in every output; holds for all rows of the id."
    )
    embargo_until: Day | None = Field(
        None, description="The first day on which any output may hold the unit; holds for all rows of the id."
    )
    found_by: Slug = Field("", description="How the position was found, e.g. gazetteer, where a table says it.")

    @property
    def all_sources(self) -> tuple[str, ...]:
        """The row's sources, and those of single figures and of the position."""
        counts = (count for count in (self.troops, *self.equipment.values()) if isinstance(count, Claimed))
        return (*self.sources, *(self.at.sources if self.at else ()), *(n for c in counts for n in c.claim.sources))

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, value: Any) -> Any:
        """The place gives the label, and both give the id."""
        if not isinstance(value, dict):
            return value
        row, label = value, value.get("label", {})
        if isinstance(value.get("place"), str) and isinstance(label, dict):
            row = {**value, "label": {"text": value["place"], **label}}
        unit_id = "" if "id" in row else default_unit_id(row)
        return {**row, "id": unit_id} if unit_id else row

    @model_validator(mode="after")
    def _can_be_drawn(self) -> UnitRow:
        """Asked last, as a misspelled key is the likelier cause."""
        if not self.place and self.at is None:
            raise refuse(text="a unit needs `place` or `at`")
        if not self.id:
            raise refuse(text="a unit without a name needs an `id`")
        return self
