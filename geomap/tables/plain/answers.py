"""What a config answers to what is asked of the cells of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answers:
    """What the config answers of a table: the mark before decimals and the order of days and months, for a column by
    its heading or for all as ""; other words by our columns.
    """

    decimal: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
