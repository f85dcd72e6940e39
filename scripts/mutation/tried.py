"""Runs the tests once, to see which of them go through which lines, then those of each change in a fork."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any, Literal, NoReturn

import coverage
import pytest
from _pytest.runner import runtestprotocol

from scripts.mutation.changes import Change, changes, file_of
from scripts.mutation.loaded import Place, caches, place_of, put

SLOWEST = 1.5  # seconds of a processor for a test that is still run on changes
_MOST_SECONDS = 6  # of tests for one change; quick ones come first, those first that noticed others like it
_PATIENCE = 10  # times as long as a test takes without the change, and 2 s, until it counts as failed
_STUCK = 120  # seconds of a clock, the same for what waits
_LOADING = 10  # seconds of a processor, the same for a module that is run with its change
_FAULT = 3

Outcome = Literal["noticed", "survived", "makes no difference"]


class Trial:
    """A plugin of pytest that takes the place of its loop over the tests."""

    def __init__(self, modules: Sequence[str], equivalent: frozenset[str]) -> None:
        self.modules, self.equivalent = modules, equivalent
        self.results: dict[Outcome, list[Change]] = {"noticed": [], "survived": [], "makes no difference": []}
        self._seconds: dict[pytest.Item, float] = {}
        self._set_up: defaultdict[str, float] = defaultdict(float)  # seconds, by file
        self._began = 0.0
        self._lines: dict[str, dict[int, list[pytest.Item]]] = {}
        self._noticed_by: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by owner, then by test
        self._caches: list[Any] = []
        files = [str(file_of(module)) for module in modules]
        self._coverage = coverage.Coverage(include=files, data_file=None, config_file=False)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._measure(session.items)
        self._caches = caches()
        gc.freeze()  # forks share the pages of what is loaded
        for module in self.modules:
            began = time.monotonic()
            for change in changes(module):
                outcome = self._outcome(change)
                self.results[outcome].append(change)
                if outcome == "survived":
                    print(f"{change.lines}: {change}", file=sys.stderr, flush=True)
            counts = {name: len(found) for name, found in self.results.items()}
            print(f"{module} {time.monotonic() - began:.0f} s {counts}", file=sys.stderr, flush=True)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """What a fixture runs counts for all tests of the file, and the time that it takes as well."""
        if item not in self._seconds:
            self._coverage.switch_context(_file(item))
            self._began = time.process_time()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        if item not in self._seconds:
            self._coverage.switch_context(item.nodeid)
            file, now = _file(item), time.process_time()
            self._set_up[file] = max(self._set_up[file], now - self._began)
            self._began = now

    def _measure(self, items: Sequence[pytest.Item]) -> None:
        self._coverage.start()
        for item, later in zip(items, [*items[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(item, nextitem=later, log=False)):
                raise pytest.UsageError(f"{item.nodeid} fails without any change")
            self._seconds[item] = time.process_time() - self._began
        self._coverage.stop()
        by_context: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            self._seconds[item] += self._set_up[_file(item)]
            if self._seconds[item] < SLOWEST:
                by_context[item.nodeid].append(item)
                by_context[_file(item)].append(item)
        for module in self.modules:
            found = self._coverage.get_data().contexts_by_lineno(str(file_of(module)))
            self._lines[module] = {
                line: list(dict.fromkeys(item for name in names for item in by_context[name]))
                for line, names in found.items()
            }

    def _outcome(self, change: Change) -> Outcome:
        if str(change) in self.equivalent:
            return "makes no difference"
        return "noticed" if self._is_noticed(change, list(self._items(change))) else "survived"

    def _items(self, change: Change) -> Iterator[pytest.Item]:
        """The tests that go through the change; through the module, where it is run when that is loaded."""
        there = self._lines[change.module]
        found = [item for line in change.lines for item in there.get(line, ())]
        found = found or [item for items in there.values() for item in items]
        noticed = self._noticed_by[f"{change.module}:{change.owner}"]
        seconds = 0.0
        for item in sorted(dict.fromkeys(found), key=lambda one: (-noticed[one.nodeid], self._seconds[one])):
            seconds += self._seconds[item]
            if seconds > _MOST_SECONDS:
                return
            yield item

    def _is_noticed(self, change: Change, items: Sequence[pytest.Item]) -> bool:
        """Whether one of the tests fails or does not end. A change with which the module does not load is noticed."""
        place = place_of(change)
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            self._run(change, place, items, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            numbers = told.read()
        _, status = os.waitpid(child, 0)
        if status and numbers:
            last = items[int.from_bytes(numbers[-2:])]
            self._noticed_by[f"{change.module}:{change.owner}"][last.nodeid] += 1
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _FAULT:
            raise pytest.UsageError(f"{change} could not be made")
        return status != 0

    def _run(self, change: Change, place: Place, items: Sequence[pytest.Item], told: int) -> NoReturn:
        """In the fork: tell the number of each test before it runs; end with whether one has failed."""
        status = _FAULT
        nowhere = io.StringIO()
        with suppress(BaseException), redirect_stdout(nowhere), redirect_stderr(nowhere):
            for kept in self._caches:
                kept.cache_clear()
            signal.setitimer(signal.ITIMER_PROF, _LOADING)
            status = int(not put(change, place))
            for number, item in enumerate(items):
                if status:
                    break
                os.write(told, number.to_bytes(2))
                status = int(self._fails(item, items[number + 1] if number + 1 < len(items) else None))
        os._exit(status)

    def _fails(self, item: pytest.Item, later: pytest.Item | None) -> bool:
        signal.setitimer(signal.ITIMER_PROF, 2 + _PATIENCE * self._seconds[item])
        signal.alarm(_STUCK)
        return any(report.failed for report in runtestprotocol(item, nextitem=later, log=False))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
