"""YAML out: block style, keys in order, the same bytes everywhere, nothing that a YAML 1.1 reader takes otherwise."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

# Texts that need no quotes: they start with a letter and hold nothing that any YAML gives a meaning to.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,()/+'-]*[\w.,()/+'])?")
_OTHERS_MISREAD = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))  # in any letter case
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def dump_yaml(value: Any) -> str:
    """The YAML of plain data: dict, list, tuple, str, int, float, bool, date, None."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Any) -> Iterator[str]:
    """The lines of a value, without indent."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _entry(f"{_text(str(key))}:", item, indent="  ")
    elif isinstance(value, list | tuple) and value:
        for item in value:
            yield from _item(item)
    else:
        yield _scalar(value)


def _entry(head: str, item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict | list | tuple) and item:
        yield head
        yield from (f"{indent}{line}" for line in _lines(item))
    else:
        yield f"{head} {_scalar(item)}"


def _item(item: Any) -> Iterator[str]:
    """A list item: the first line of what it holds stands beside its dash."""
    for number, line in enumerate(_lines(item)):
        yield f"{'  ' if number else '- '}{line}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value)  # null, true, false, whole numbers, and the empty [] and {}


def _float(value: float) -> str:
    """The shortest digits that read back; YAML 1.1 wants a point before the exponent."""
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    digits = repr(value)
    return digits if "." in digits else digits.replace("e", ".0e")


def _text(text: str) -> str:
    """A text, in quotes unless every reader takes it for a text without them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHERS_MISREAD:
        return text
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
