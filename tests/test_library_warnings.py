"""What a library warns of, with its own words and paths, reaches nobody who runs a command."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """\
import logging, sys, warnings
import geomap.cli, geomap.fonts
warnings.warn("/home/me/secret.shp: invalid value encountered in from_wkb", RuntimeWarning)
logging.getLogger("fontTools.subset").warning("/home/me/secret.ttf NOT subset")
logging.getLogger("matplotlib.font_manager").warning("/home/me/secret.ttf not found")
"""


@pytest.mark.parametrize(("flags", "lines"), [((), 0), (("-W", "default"), 2)])
def test_a_command_is_silent_about_libraries_unless_asked(flags: tuple[str, ...], lines: int) -> None:
    """`python -W` still shows them to who looks for a fault."""
    done = subprocess.run([sys.executable, *flags, "-c", CODE], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == ""
    assert done.stderr.count("secret") == bool(lines), done.stderr
