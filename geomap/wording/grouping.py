"""How a language groups the digits of a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.loading import Later

if TYPE_CHECKING:
    from babel import Locale

numbers = Later("babel.numbers")


def thousands_separator(locale: Locale) -> str:
    """What stands between groups of three digits; empty where the language has other groups."""
    return str(numbers.get_group_symbol(locale)) if locale.decimal_formats[None].grouping == (3, 3) else ""
