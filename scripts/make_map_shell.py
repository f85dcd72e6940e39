"""Keeps what the installed folium writes of an empty map, so that a page is made without loading it.

.venv/bin/python -m scripts.make_map_shell
"""

from __future__ import annotations

import json
from dataclasses import asdict

from geomap.players.html.shell import KEPT, made_by_folium


def main() -> None:
    KEPT.write_text(json.dumps(asdict(made_by_folium()), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
