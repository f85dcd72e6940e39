"""The key `pages`: an atlas, one map for each region, day, language and side."""

from __future__ import annotations

from pydantic import Field, model_validator

from geomap.config.lang import Lang
from geomap.kinds.layers import FileName
from geomap.values.checked import Fraction
from geomap.values.encodings import OF_SHAPEFILE, Encoding
from geomap.values.plain import Day, Row, Slug, Text
from geomap.values.refusal import refuse
from geomap.values.where import Where


class RegionsRow(Row):
    """The polygons of a layer file, a page for each."""

    file: FileName = Field(description="The layer file, beside or below the config.")
    layer: Text = Field("", description="The layer of the file, where it has several.")
    where: Where = Field({}, description="Only the features with these values: {column: value} or {column: [values]}.")
    encoding: Encoding = Field("", description=OF_SHAPEFILE)
    name: Text = Field(description="Its property that names a region, in titles and in folders.")
    pad: Fraction = Field(0.1, description="Room around a region, as a part of its extent.")


class PagesRow(Row):
    """What the pages of an atlas are made for: each of these with each of the others."""

    regions: RegionsRow | None = Field(None, description="A page for each polygon of a layer file.")
    dates: tuple[Day, ...] = Field((), description="A page for each day, which is its `as_of`.")
    langs: tuple[Lang, ...] = Field((), description="A page in each language.")
    sides: tuple[Slug, ...] = Field((), description="A page for each side, with its units alone: keys of `sides`.")

    @model_validator(mode="after")
    def _make_more_than_one_map(self) -> PagesRow:
        if not (self.regions or self.dates or self.langs or self.sides):
            raise refuse(text="pages need `regions`, `dates`, `langs` or `sides`", hint="remove the key for one map")
        return self
