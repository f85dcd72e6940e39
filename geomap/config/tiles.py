"""The key `tiles`: a map service on the web that readers of the page may switch on, by its name in xyzservices."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any

from geomap.loading import Later
from geomap.scene.tiles import Tiles
from geomap.values.checked import Checked
from geomap.values.refusal import refuse

_EXPECTED = "the name of a map service, e.g. OpenStreetMap.Mapnik"
_HINT = "take another, e.g. OpenStreetMap.Mapnik"
_XYZ = Later("xyzservices")


def _read(value: Any) -> Tiles:
    """The service of that name, if a page can show it as it is."""
    services = _services()
    if not isinstance(value, str) or value not in services:
        raise refuse(_EXPECTED, hint=_hint(value, list(services)) if isinstance(value, str) else "")
    service = services[value]
    if service.requires_token() or any(str(said).startswith("<insert") for said in service.values()):
        raise refuse(text=f"{value} needs a key of its own, which the page would give away", hint=_HINT)
    url = service.build_url(x="{x}", y="{y}", z="{z}", scale_factor="")
    if not url.startswith("https://") or "crs" in service:
        raise refuse(text=f"{value} cannot be laid under the page's map", hint=_HINT)
    return Tiles(value, url, service.attribution, int(service.get("max_zoom", 18)))


@cache
def _services() -> Mapping[str, Any]:
    """All of them, by name: to walk through the groups that they stand in takes as long as to read a config."""
    services: Mapping[str, Any] = _XYZ.providers.flatten()
    return services


def _hint(wrong: str, names: list[str]) -> str:
    by_small = {name.lower(): name for name in names}
    near = get_close_matches(wrong.lower(), by_small, 1)
    return f"did you mean {by_small[near[0]]}?" if near else ""


TilesKey = Annotated[Tiles, Checked(_read, {"type": "string"})]
