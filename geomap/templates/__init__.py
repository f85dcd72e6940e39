"""New projects: the templates are the folders here, and what is common to all; data, no code.

In their file names a leading `_` stands for a dot (`_gitignore`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from geomap.config.json_schema import json_schema
from geomap.errors import GeomapError, OutputError, Problem
from geomap.files import git
from geomap.files.writing import write_whole
from geomap.templates.pin import own_pin

_HERE = Path(__file__).parent
_COMMON = "common"
_INVENTED = b" The example's figures are invented."
WORKFLOW = ".github/workflows/maps.yml"
# Lines of the workflow that are filled in for a project.
_CONFIG, _PIN, _FONTS = "  CONFIG: config.yaml\n", '  GEOMAP: ""\n', '  FONTS: ""\n'
TEMPLATES = tuple(sorted(path.name for path in _HERE.iterdir() if (path / "config.yaml").is_file()))


class Project(NamedTuple):
    """The names of the files that were written, and what is left to do for the workflow among them to work."""

    files: list[str]
    todo: tuple[Problem, ...]


def write_project(folder: str | Path, template: str = "minimal", own: Mapping[str, bytes] | None = None) -> Project:
    """Write a new project into a folder. Writes nothing where one is there already.

    With files of its `own`, by name, in place of those of a template, what else is there already stays as it is.
    """
    contents = _contents(_HERE / _COMMON) | (_contents(_HERE / template) if own is None else dict(own))
    workflow, todo = _workflow(contents[WORKFLOW].decode("utf-8"), Path(folder))
    contents[WORKFLOW] = workflow.encode("utf-8")
    contents["geomap.schema.json"] = json.dumps(json_schema(), ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
    target = Path(folder)
    if own is not None:
        contents["README.md"] = contents["README.md"].replace(_INVENTED, b"")
        contents = {name: data for name, data in contents.items() if name in own or not os.path.lexists(target / name)}
    problems = [problem for name in sorted(contents) for problem in _in_the_way(target, name)]
    if problems:
        raise OutputError(dict.fromkeys(problems))
    for part in sorted({Path(name).parent for name in contents}):
        files = {Path(name).name: data for name, data in contents.items() if Path(name).parent == part}
        write_whole(target / part, files)
    return Project(sorted(contents), todo)


def _in_the_way(target: Path, name: str) -> Iterator[Problem]:
    """What is there already, be it a link that leads nowhere; or a link on the way that leads out of the project."""
    file = target / name
    if os.path.lexists(file):
        hint = "choose another folder, or move it away"
        yield Problem(file=str(file), text="is there already; nothing was written", hint=hint)
    elif not file.parent.resolve().is_relative_to(target.resolve()):
        link = next(path for path in reversed(file.relative_to(target).parents) if (target / path).is_symlink())
        text = f"is a link to {(target / link).resolve()}, outside of the project; nothing was written"
        yield Problem(file=str(target / link), text=text, hint="put a folder in its place")


def _workflow(text: str, folder: Path) -> tuple[str, tuple[Problem, ...]]:
    """The workflow for a project in a folder: which config, and which geomap; and what is left to do."""
    file = str(folder / WORKFLOW)
    root, below = _repository(folder)
    found = own_pin()
    problems = []
    if found.todo:
        line = text[: text.index(_PIN)].count("\n") + 1
        problems.append(Problem(file=file, line=line, path="GEOMAP", text=found.todo, severity="warning"))
    if below:
        told = f"copy it to {root / WORKFLOW}: workflows are looked for in the root of a repository"
        problems.append(Problem(file=file, text=told, severity="warning"))
    filled = text.replace(_PIN, f"  GEOMAP: {json.dumps(found.requirement)}\n")
    filled = filled.replace(_FONTS, f"  FONTS: {json.dumps(found.fonts)}\n")
    if below and "${{" not in below:  # which a workflow would make an expression of
        filled = filled.replace(_CONFIG, f"  CONFIG: {json.dumps(f'{below}/config.yaml')}\n")
    return filled, tuple(problems)


def _repository(folder: Path) -> tuple[Path, str]:
    """The root of the repository that a folder will be in, and its path from there; empty where it is the root."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    try:
        root = git.root_of(there)
        below = folder.resolve().relative_to(root.resolve())
        return root, below.as_posix() if below.parts else ""
    except (GeomapError, ValueError):  # not in one
        return folder, ""


def _contents(source: Path) -> dict[str, bytes]:
    """Every file below a folder, by the name it gets in a project."""
    files = [path for path in source.rglob("*") if path.is_file()]
    return {_name(path.relative_to(source)): path.read_bytes() for path in files}


def _name(path: Path) -> str:
    return "/".join(f".{part[1:]}" if part.startswith("_") else part for part in path.parts)
