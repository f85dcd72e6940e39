"""What the tests see of the machine: no font, no network, an empty home, none of the user's settings.

What they start sees the same. Chromium has to have a font: it gets one of boxes, which no page asks for by its name.
"""

from __future__ import annotations

import atexit
import os
import shutil
import string
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tests.fonts.conftest import write_font

ROOT = Path(__file__).parents[2]
FOLDER = "GEOMAP_TESTS"  # the variable with the folder of a run, which its processes share
EVERY_PROCESS = Path(__file__).parent / "every_process"
_FAMILY = "Boxes of the tests"
_HINTING = (  # or Chromium has each letter as wide as whole px
    "<match target='pattern'><edit name='hintstyle'><const>hintslight</const></edit></match>"
)
_SETTINGS = (
    *("GEOMAP_FONTS", "SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "MPLCONFIGDIR"),
    *(
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_WORK_TREE",
        "PYTHONDONTWRITEBYTECODE",  # or each process that is started compiles all of geomap again
    ),
)
_THEIRS = ("PYTEST_CURRENT_TEST", "GDAL_", "PROJ_")  # what pytest keeps there, and two libraries once they are loaded


def hide() -> None:
    """Hide the machine from this process and those that it starts. The first one makes the folder and removes it."""
    if FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="geomap-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ.update(_environment(folder))
    for name in _SETTINGS:  # in each process, as workers are given a width of their own
        os.environ.pop(name, None)
    sys.dont_write_bytecode = False
    if not getattr(sys.modules.get("sitecustomize"), "__file__", "").startswith(str(EVERY_PROCESS)):
        spec = spec_from_file_location("sitecustomize", EVERY_PROCESS / "sitecustomize.py")
        assert spec and spec.loader
        sys.modules["sitecustomize"] = module = module_from_spec(spec)
        spec.loader.exec_module(module)


@contextmanager
def left_as_found() -> Iterator[None]:
    """The folder and the environment of this process are the same in the end, since the next test finds them."""
    folder, environment = Path.cwd(), _encoded()
    yield
    assert Path.cwd() == folder, f"another working folder was left: {Path.cwd()}"
    changed = {os.fsdecode(name) for name, _ in environment.items() ^ _encoded().items()}
    changed = {name for name in changed if not name.startswith(_THEIRS)}
    assert not changed, f"the environment was left changed: {', '.join(sorted(changed))}"


def _encoded() -> dict[str | bytes, str | bytes]:
    """The environment as os.environ holds it: to decode all of it twice takes as long as a small test."""
    return dict(vars(os.environ)["_data"])


def _environment(folder: Path) -> dict[str, str]:
    home = folder / "home"
    home.mkdir()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return {
        FOLDER: str(folder),
        "HOME": str(home),
        "PLAYWRIGHT_BROWSERS_PATH": os.environ.get("PLAYWRIGHT_BROWSERS_PATH", str(caches / "ms-playwright")),
        "PYTHONPATH": os.pathsep.join((str(EVERY_PROCESS), str(ROOT))),
        **_fonts(folder),
    }


def _fonts(folder: Path) -> dict[str, str]:
    """What makes fontconfig list one font; where its program is missing, a stand-in that does."""
    (folder / "fonts").mkdir()
    font = write_font(folder / "fonts", _FAMILY, string.ascii_letters + string.digits + string.punctuation + " ")
    file = folder / "fonts.conf"
    dirs = f"<dir>{font.parent}</dir><cachedir>{folder / 'fontconfig'}</cachedir>"
    file.write_text(f"<?xml version='1.0'?><fontconfig>{dirs}{_HINTING}</fontconfig>\n", "utf-8")
    if shutil.which("fc-list"):
        return {"FONTCONFIG_FILE": str(file)}
    program = folder / "bin" / "fc-list"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{font}'\n", "utf-8")
    program.chmod(0o755)
    return {"FONTCONFIG_FILE": str(file), "PATH": os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))}
