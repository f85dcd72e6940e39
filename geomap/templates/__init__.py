"""New projects: the templates are the folders here, and what is common to all; data, no code.

In their file names a leading `_` stands for a dot (`_gitignore`).
"""

from __future__ import annotations

import json
from pathlib import Path

from geomap.config.json_schema import json_schema
from geomap.errors import OutputError, Problem
from geomap.files import write_whole

_HERE = Path(__file__).parent
_COMMON = "common"
TEMPLATES = tuple(sorted(path.name for path in _HERE.iterdir() if (path / "config.yaml").is_file()))


def write_project(folder: str | Path, template: str = "minimal") -> list[str]:
    """Write a new project into a folder; the names of its files. Writes nothing where one is there already."""
    contents = _contents(_HERE / _COMMON) | _contents(_HERE / template)
    contents["geomap.schema.json"] = json.dumps(json_schema(), ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
    target = Path(folder)
    taken = [name for name in sorted(contents) if (target / name).exists()]
    if taken:
        hint = "choose another folder, or move it away"
        raise OutputError(
            Problem(file=str(target / name), text="is there already; nothing was written", hint=hint) for name in taken
        )
    for part in sorted({Path(name).parent for name in contents}):
        files = {Path(name).name: data for name, data in contents.items() if Path(name).parent == part}
        write_whole(target / part, files)
    return sorted(contents)


def _contents(source: Path) -> dict[str, bytes]:
    """Every file below a folder, by the name it gets in a project."""
    files = [path for path in source.rglob("*") if path.is_file()]
    return {_name(path.relative_to(source)): path.read_bytes() for path in files}


def _name(path: Path) -> str:
    return "/".join(f".{part[1:]}" if part.startswith("_") else part for part in path.parts)
