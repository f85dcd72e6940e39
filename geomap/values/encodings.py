"""The encoding of the texts in a file that does not state it."""

from __future__ import annotations

import codecs
from typing import Annotated, Any

from geomap.nearest import did_you_mean
from geomap.values.checked import Checked
from geomap.values.refusal import refuse

_USUAL = ("utf-8", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp866", "koi8-r", "koi8-u",
          "iso-8859-1", "iso-8859-2", "iso-8859-5", "gb18030", "big5", "shift_jis", "euc-kr")  # fmt: skip


def _parse_encoding(value: Any) -> str:
    """Its name, as Python knows it; 1251 and Windows-1251 are cp1251."""
    name = f"cp{value}" if type(value) is int else value
    expected = "the name of an encoding, as cp1251 or utf-8"
    if not isinstance(name, str) or not name.isascii():
        raise refuse(expected)
    try:
        found = codecs.lookup(name)
        "a".encode(name)  # some are no encodings of texts
    except (LookupError, ValueError, TypeError):
        raise refuse(expected, hint=did_you_mean(name, _USUAL)) from None
    return found.name


Encoding = Annotated[str, Checked(_parse_encoding, {"type": "string"})]
OF_SHAPEFILE = "How the texts of a shapefile without a .cpg are encoded, as cp1251."
