"""The other process: reads what it is asked for until nobody asks any more.

A question is a line of JSON: the function that reads, and its arguments. Of the answer the first line says what is
known or what is wrong, what is read follows where there is more than that, and the last line says whether it is whole.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from geomap.apart.told import ToldError
from geomap.loading import load

if sys.platform != "win32":
    import resource

MOST_MEMORY = 4 * 1024**3  # bytes of address space, libraries included, where the system keeps to it
MOST_SECONDS = 300  # of a processor, for one file; the largest take a tenth of it
_LESS = "leave out what the map does not need"

Sent = Callable[[BinaryIO], None] | None


def main() -> None:
    """Answer questions from standard input until it ends."""
    answers = _only_ours()
    _bounded()
    for question in sys.stdin.buffer:
        _more_time()
        for line in _answered(json.loads(question), answers):
            answers.write(json.dumps(line).encode() + b"\n")
            answers.flush()
    os._exit(0)  # nothing is kept, and to take a library down takes longer than to stop


def _only_ours() -> BinaryIO:
    """The pipe to who asks; what libraries print by themselves goes nowhere."""
    ours = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    return ours


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
        said, send = load(f"geomap.apart.{question['reader']}")(**question["wanted"])
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
