"""How much work something is: calls in place of seconds, which depend on the computer and on what else it does."""

from __future__ import annotations

import cProfile
import re
import resource
import subprocess
import sys
from pathlib import Path
from types import TracebackType


class Effort:
    """Counts the calls of functions, those written in C included, that this thread makes within it."""

    def __init__(self) -> None:
        self.calls = 0
        self._profile = cProfile.Profile()

    def __enter__(self) -> Effort:
        self._profile.enable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._profile.disable()
        self.calls = sum(entry.callcount for entry in self._profile.getstats())


def peak_memory() -> int:
    """The most bytes that this process has held. Linux counts in `ru_maxrss` also what held who started it."""
    if sys.platform == "linux":
        found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
        assert found
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


_COMMAND = """\
import sys
from geomap.cli import main
from tests.effort import peak_memory
try:
    main(sys.argv[1:])
finally:
    print(peak_memory())
"""


def memory_of(folder: Path, *arguments: str) -> tuple[int, int, str]:
    """The most bytes that a command of geomap holds, run in a folder, its exit status, and what it says of faults."""
    command = [sys.executable, "-c", _COMMAND, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return int(done.stdout.splitlines()[-1]), done.returncode, done.stderr
