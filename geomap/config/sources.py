"""The key `sources`: who makes a claim."""

from __future__ import annotations

from pydantic import Field

from geomap.values.plain import Day, Row, Text, Url


class SourceRow(Row):
    """A value of `sources`: where a claim comes from."""

    publisher: Text = Field(description="Who published it, as the source line names them.")
    title: Text = Field("", description="Title of the article or data set.")
    url: Url = Field("", description="Where it can be read.")
    published: Day | None = Field(None, description="The day it was published.")
    accessed: Day | None = Field(None, description="The day it was read.")
    archive: Url = Field("", description="An archived copy.")
