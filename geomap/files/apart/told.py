"""What both processes know."""

from __future__ import annotations


class ToldError(Exception):
    """The file cannot be read: what is wrong with it, and the likely fix."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.hint = text, hint
