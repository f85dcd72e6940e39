"""This process: asks another one to read a file, and lives on where that dies."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any, BinaryIO, cast

from geomap.files.apart.drivers import environment
from geomap.files.apart.told import ToldError

_CODE = "import sys; sys.path[:] = sys.argv[1:]; from geomap.files.apart.child import main; main()"
_AGAIN = "save it again with the program that made it"


class _Child:
    """A process that reads; `used` tells whether it has read anything before, `done` whether it has no more to say."""

    def __init__(self) -> None:
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - an empty one is the working folder
        command = [sys.executable, "-P", "-c", _CODE, *path]
        life, self._life = os.pipe()  # nothing is written: it ends with this process, and with it the other one
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": life}
        try:
            self._process = subprocess.Popen(command, env=environment(os.environ), **pipes)
        except BaseException:
            os.close(self._life)
            raise
        finally:
            os.close(life)
        self._asked_by = os.getpid()
        self.used = False
        self.done = True

    @property
    def is_there(self) -> bool:
        """Whether it waits for a question of this process; one that was forked has those of its parent."""
        return self._asked_by == os.getpid() and self._process.poll() is None

    @property
    def answers(self) -> BinaryIO:
        """What it says and sends."""
        return _stream(self._process.stdout)

    def ask(self, question: bytes) -> None:
        """Put a question. Where nobody hears it, there will be no answer."""
        self.done = False
        with suppress(OSError):
            questions = _stream(self._process.stdin)
            questions.write(question)
            questions.flush()

    def line(self) -> dict[str, Any] | None:
        """A line of the answer; nothing where it died before that."""
        try:
            line: dict[str, Any] = json.loads(self.answers.readline())
        except ValueError:
            return None
        self.done = "said" not in line
        return line

    def end(self, *, by_force: bool = True) -> int:
        """Have it ended, and what it ended with."""
        if self._asked_by != os.getpid():
            return 0
        if by_force:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _stream(stream).close()
        status = self._process.wait()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1
        return status


class _Waiting:
    """The child that nobody asks anything just now, so that many files take one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: _Child | None = None

    def take(self) -> _Child:
        with self._lock:
            child, self._child = self._child, None
        return child if child and child.is_there else _Child()

    def give(self, child: _Child) -> None:
        child.used = True
        with self._lock:
            other, self._child = self._child, child
        if other:
            other.end(by_force=False)

    def end(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child:
            child.end(by_force=False)


_waiting, _with_ground = _Waiting(), _Waiting()  # the latter loads pyogrio without pandas, which others need
atexit.register(_waiting.end)
atexit.register(_with_ground.end)


@contextmanager
def asked(
    reader: str, path: Path, *, meanwhile: Callable[[], object] = lambda: None, **wanted: Any
) -> Iterator[tuple[Any, BinaryIO]]:
    """What a reader, `module:function` of this package, says of a file, and the stream of what it sends after that.

    The stream has to be read to its end. `meanwhile` is done while the other process begins. Raises ToldError, also
    where reading the file ended that process; ModuleNotFoundError where it lacks a library.
    """
    question = json.dumps({"reader": reader, "wanted": {"path": str(path.absolute()), **wanted}}).encode() + b"\n"
    waiting = _with_ground if reader.startswith("ground_") else _waiting
    child = waiting.take()
    try:
        child.ask(question)
        meanwhile()
        first = child.line()
        if first is None and child.used:  # it may have been ended for something else
            child.end()
            child = _Child()
            child.ask(question)
            first = child.line()
        yield _said(first, child), child.answers
        _said(child.line(), child)
    except (ToldError, ModuleNotFoundError):
        _leave(child, waiting)
        raise
    except Exception:
        if not child.done and not child.answers.read(1):  # what came was cut off
            raise _death(child.end(by_force=False)) from None
        _leave(child, waiting)
        raise
    except BaseException:
        _leave(child, waiting)
        raise
    _leave(child, waiting)


def _leave(child: _Child, waiting: _Waiting) -> None:
    """Have it wait for the next file, or ended where it still has to say something of this one."""
    if child.done and child.is_there:
        waiting.give(child)
    else:
        child.end()


def told_of(reader: str, path: Path, *, meanwhile: Callable[[], object] = lambda: None, **wanted: Any) -> Any:
    """What a reader says of a file, where it sends nothing more; as `asked`."""
    with asked(reader, path, meanwhile=meanwhile, **wanted) as (said, _):
        pass
    return said


def _said(line: dict[str, Any] | None, child: _Child) -> Any:
    if line is None:
        raise _death(child.end(by_force=False))
    if "told" in line:
        raise ToldError(*line["told"])
    if "missing" in line:
        raise ModuleNotFoundError(name=line["missing"])
    return line.get("said")


def _death(status: int) -> ToldError:
    """What it means that the process ended."""
    if sys.platform != "win32" and status == -signal.SIGKILL:
        return ToldError("was too much to read: the system ended the process that read it", "is there enough memory?")
    if sys.platform != "win32" and status in (-signal.SIGXCPU, -signal.SIGALRM):
        return ToldError("is damaged: the library that reads it comes to no end", _AGAIN)
    return ToldError("is damaged: the library that reads it crashes", _AGAIN)


def _stream(stream: IO[bytes] | None) -> BinaryIO:
    assert stream, "both are pipes"
    return cast("BinaryIO", stream)
