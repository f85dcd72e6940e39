"""Which plain words YAML 1.2 takes for numbers, truth values and nothing; all others are text.

PyYAML follows YAML 1.1, where the country `NO` is false, `48:34:12` a number of seconds and `2022-01-12` a date.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_MOST_DIGITS = 100  # Python refuses to read integers of thousands of digits; no count needs them


def resolve(text: str) -> Scalar:
    """The value of a plain scalar under the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if len(text) <= _MOST_DIGITS and (_DECIMAL.fullmatch(text) or _OTHER_BASE.fullmatch(text)):
        return int(text, 0) if text[1:2] in ("o", "x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def leading_zero(text: str) -> bool:
    """Whether YAML 1.1 and 1.2 read the number differently: `010` is 8 to one and 10 to the other."""
    return _LEADING_ZERO.fullmatch(text) is not None
