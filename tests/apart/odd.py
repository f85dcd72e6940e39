"""Readers of the other process that do what libraries do with damaged files, for the tests."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from geomap.files.apart import child

LARGE = b"x" * 3_000_000  # does not fit into a pipe


def dies(path: str) -> tuple[None, None]:
    os.abort()


def hangs(path: str) -> tuple[None, None]:
    """In a process whose time is bounded; what the system sends one that has used it up, without the wait."""
    end, _ = resource.getrlimit(resource.RLIMIT_CPU)
    assert end <= sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + child.MOST_SECONDS
    signal.raise_signal(signal.SIGXCPU)
    raise AssertionError("it goes on")


def wants_all_memory(path: str) -> tuple[None, None]:
    return bytearray(1 << 36), None  # type: ignore[return-value]


def needs_more(path: str) -> tuple[None, None]:
    raise ModuleNotFoundError(name="arrows")


def is_noisy(path: str) -> tuple[str, None]:
    for stream in (1, 2):
        os.write(stream, b"Warning 1: /home/me/secret.shp\n")
    sys.stderr.write("more")
    return path, None


def sends(path: str) -> tuple[int, Any]:
    return os.getpid(), lambda answers: answers.write(LARGE)


def dies_as_it_sends(path: str) -> tuple[str, Any]:
    def send(answers: BinaryIO) -> None:
        answers.write(LARGE)
        answers.flush()
        os.abort()

    return "half of it", send


def is_stuck(path: str) -> tuple[None, None]:
    """In C, where no thread and no handler of Python is heard."""
    Path(path).write_text(str(os.getpid()), "utf-8")
    ctypes.PyDLL(None).pause()
    return None, None
