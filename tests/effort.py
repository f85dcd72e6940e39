"""How much work something is: calls in place of seconds, which depend on the computer and on what else it does."""

from __future__ import annotations

import cProfile
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
