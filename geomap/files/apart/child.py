"""The other process: reads what it is asked for until nobody asks any more.

A question is a line of JSON: the function that reads, and its arguments. Of the answer the first line says what is
known or what is wrong, what is read follows where there is more than that, and the last line says whether it is whole.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from geomap.files.apart.told import ToldError
from geomap.loading import load

if sys.platform != "win32":
    import fcntl
    import resource
    import select

MOST_MEMORY = 4 * 1024**3  # bytes of address space, libraries included, where the system keeps to it
MOST_SECONDS = 300  # of a processor, for one file; the largest take a tenth of it
MOST_WAITED = 900  # seconds for one file, also where nothing is computed
_LESS = "leave out what the map does not need"

Sent = Callable[[BinaryIO], None] | None


def main() -> None:
    """Answer questions from standard input until it ends."""
    answers = _only_ours()
    _bounded()
    for question in sys.stdin.buffer:
        _more_time()
        _wait(MOST_WAITED)
        for line in _answered(json.loads(question), answers):
            answers.write(json.dumps(line).encode() + b"\n")
            answers.flush()
        _wait(0)
    os._exit(0)  # nothing is kept, and to take a library down takes longer than to stop


def _only_ours() -> BinaryIO:
    """The pipe to who asks; what libraries print by themselves goes nowhere. Ends with who asks."""
    ours = os.fdopen(os.dup(1), "wb")
    _end_with(os.dup(2))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    return ours


def _end_with(life: int) -> None:
    """Have the system end this process as soon as nobody holds the other end of a pipe any more, whatever it does then.

    A library that hangs would not see the end of its questions. (Linux could tell of the death of a parent, but takes
    the end of the thread that began this process for it.)
    """
    if sys.platform != "win32" and stat.S_ISFIFO(os.fstat(life).st_mode):
        with suppress(OSError):  # of a system that does not tell it of pipes
            fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([life], [], [], 0)[0]:  # it was over before that
            os._exit(1)


def _wait(seconds: int) -> None:
    """How long from now on this process lives on at most; 0 stands for as long as it has questions."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _bounded() -> None:
    """Ctrl-C is for who asks; a crash leaves no image of the memory behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        _set(resource.RLIMIT_CORE, 0)
        _set(resource.RLIMIT_AS, MOST_MEMORY)


def _more_time() -> None:
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + MOST_SECONDS)


def _set(limit: int, most: int) -> None:
    """Lower a limit, as far as the system's own is no lower."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answered(question: Mapping[str, Any], answers: BinaryIO) -> Iterator[dict[str, Any]]:
    """The lines of the answer; between them is written what was read."""
    try:
        said, send = load(f"geomap.files.apart.{question['reader']}")(**question["wanted"])
        yield {"said": said}
        if send:
            send(answers)
        yield {}
    except ToldError as error:
        yield {"told": [error.text, error.hint]}
    except ModuleNotFoundError as error:
        yield {"missing": error.name}
    except MemoryError:
        yield {"told": ["takes more memory to read than any map needs", _LESS]}
