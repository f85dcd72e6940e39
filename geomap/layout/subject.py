"""What a map is about: the places, waters, regions and countries that its title or subtitle names."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


@lru_cache(4096)
def is_named(name: str, about: str) -> bool:
    """Whether texts name a place: by a single name as it is written, by all words of a longer one in any order and
    case, as "Taiwan and its strait" do the Taiwan Strait.
    """
    own = _WORD.findall(name)
    if len(own) < 2:
        return bool(own) and own[0] in _WORD.findall(about)
    return {word.casefold() for word in own} <= {word.casefold() for word in _WORD.findall(about)}
