"""Make the pictures of README and the docs: test scenes, and the example in other styles, as `geomap build` draws them.

Run from the project's root: python -m scripts.make_pictures
"""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from geomap.pipeline.build import build
from geomap.scene.styles import STYLES

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "pictures"
ARTBOARD = {"id": "picture", "width": 720, "scale": 1.25}
SIDES = {"russian-backed": {"label": "Russian-backed forces"}, "russian": {"label": "Russian forces"}}


def _styled(style: str) -> tuple[str, dict[str, Any]]:
    """The example in a style, its sides in the colour of that style."""
    return ".", {"style": style, "sides": {name: row | {"colour": STYLES[style].symbol} for name, row in SIDES.items()}}


PICTURES: dict[str, tuple[str, dict[str, Any]]] = {  # file -> folder of the config, and keys that replace its own
    "dark": _styled("dark"),
    "print": _styled("print"),
    "ukrainian": ("tests/scenes/ukrainian", {}),
    "korea": ("tests/scenes/korea", {}),
    "three-hundred": ("tests/scenes/three-hundred", {}),
    "high-north": ("tests/scenes/high-north", {}),
    "claims": ("tests/scenes/claims", {"artboards": [ARTBOARD | {"key": "none"}]}),
}
COLOURS = 128


def make_picture(name: str) -> bytes:
    """The PNG of one picture, in a palette of few colours: a map has not many."""
    folder, changes = PICTURES[name]
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch)
        for part in ("config.yaml", "places.lock.yaml", "layers"):
            source = ROOT / folder / part
            if source.is_dir():
                shutil.copytree(source, project / part)
            elif source.is_file():
                shutil.copy(source, project / part)
        config = yaml.safe_load((project / "config.yaml").read_text("utf-8"))
        config |= {"name": name, "artboards": [ARTBOARD], **changes}
        text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
        (project / "config.yaml").write_text(text, "utf-8")
        made = build(project / "config.yaml", only=["png"])
        drawn = Image.open(Path(made.folder) / f"{name}-picture.png")
        buffer = BytesIO()
        drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def main() -> None:
    """Write every picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        (OUT / f"{name}.png").write_bytes(make_picture(name))


if __name__ == "__main__":
    main()
