"""The command line, one file a command. The only place that prints or exits; problems go to standard error."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

import click

from geomap import __version__
from geomap.cli.animate import animate
from geomap.cli.build import build
from geomap.cli.check import check
from geomap.cli.common import plain
from geomap.cli.diff import diff
from geomap.cli.explain import explain
from geomap.cli.geocode import geocode
from geomap.cli.ground import ground
from geomap.cli.init import init
from geomap.cli.symbols import symbols
from geomap.cli.validate import schema, validate
from geomap.cli.watch import watch
from geomap.errors import one_line

# numpy's thread pool takes longer to start than any command has work for it; pydantic has no plugins to look for.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Records of a hundred thousand units hold no cycles to look for, and looking takes a tenth of such a build; a small
# build, most of which are its modules, ends before there is anything to look for.
gc.set_threshold(400_000, 50, 50)
# At the end the system takes all memory at once; to look through it first would be a seventh of a small build.
atexit.register(gc.freeze)

# Nothing is shown in a window of matplotlib's; one of a name that it does not know would end it with a traceback.
os.environ.pop("MPLBACKEND", None)

# What a library warns of is in its own words, with its own paths; what matters of it is told as a problem of ours.
if not sys.warnoptions:
    warnings.simplefilter("ignore")


_HELP = {"help_option_names": ["-h", "--help"]}


@contextmanager
def _harmless() -> Iterator[None]:
    """What click says of wrong usage echoes what was typed: one line, without a command to a terminal or a workflow."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = plain(one_line(error.message))  # which click says is final
        raise


class _Main(click.Group):
    """The commands, none of which prints what its arguments are as they are."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        for stream in (sys.stdout, sys.stderr):  # what theirs cannot say comes as a code, such as \u0456
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        with _harmless():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _harmless():
            return super().invoke(ctx)


@click.group(cls=_Main, context_settings=_HELP | {"max_content_width": 80})
@click.version_option(__version__, prog_name="geomap")
def main() -> None:
    """Deployment maps from one text file: PNG, SVG, PDF, HTML and GIS files that agree.

    \b
    Example:
      geomap build            build output/ from config.yaml
    """


for _command in (init, build, watch, check, explain, diff, animate, validate, geocode, ground, schema, symbols):
    _command.context_settings.update(_HELP)  # also where one is run without the others
    main.add_command(_command)
