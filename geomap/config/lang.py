"""A language of a map, by its tag."""

from __future__ import annotations

import re
from typing import Annotated, Any

from geomap.values.checked import Checked
from geomap.values.refusal import refuse

_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{5,8})*")


def _parse_lang(value: Any) -> str:
    if isinstance(value, str) and _LANG.fullmatch(value):
        return value
    loose = value.replace("_", "-").split(".")[0] if isinstance(value, str) else ""
    raise refuse("a language, e.g. en, uk or en-GB", hint=f"write {loose}" if _LANG.fullmatch(loose) else "")


Lang = Annotated[str, Checked(_parse_lang, {"type": "string", "pattern": f"^{_LANG.pattern}$"})]
