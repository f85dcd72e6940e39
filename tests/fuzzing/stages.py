"""Has something happen at a chosen stage of a command: in a child, at the so manieth file that it opens, moves, makes
or removes. By Python's audit events, so that it holds whatever the code is like that opens them.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path

from click.testing import CliRunner

from geomap.cli import main

_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"}
FAULT = 70  # the status of a child with a traceback


def said(*arguments: str) -> tuple[int, str]:
    """The exit status of a command, and what it says is wrong. Raises what it leaves as a traceback."""
    done = CliRunner().invoke(main, [*arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"geomap {' '.join(arguments)}: {done.exception!r}") from done.exception
    return done.exit_code, done.stderr


def staged(folder: Path, stage: int, then: Callable[[], object], act: Callable[[], int]) -> int:
    """Act in a child, where something happens in between; the child's number, to be waited for."""
    child = os.fork()
    if child:
        return child
    try:
        _watch(str(folder), stage, then)
        os._exit(act())
    except BaseException:
        traceback.print_exc()
        os._exit(FAULT)


def _watch(folder: str, stage: int, then: Callable[[], object]) -> None:
    """From now on count what is done to files in a folder. A hook stays as long as the process."""
    numbers = count()
    is_within = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal is_within
        if event not in _EVENTS or is_within:
            return
        paths = [argument for argument in arguments[:2] if isinstance(argument, str | bytes | os.PathLike)]
        if any(os.fsdecode(path).startswith(folder) for path in paths) and next(numbers) == stage:
            is_within = True
            then()
            is_within = False

    sys.addaudithook(hook)


def killed() -> None:
    """As a system does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def stopped() -> None:
    """Until it is told to go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def ended(child: int) -> int:
    """The exit status of a child; minus its signal where that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
