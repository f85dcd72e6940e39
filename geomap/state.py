"""The private state of a user: a key, by which geomap knows again what it has itself left in a folder.

A repository can bring files of any name and content, but nothing that is signed by this key. Where the key can be
neither read nor kept, as without a home, all is built as ever; only what a kill has cut off is then not finished by
itself.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

_KEY = "key"  # name of its file
_BYTES = 32


def signed(folder: Path, text: str) -> str:
    """The signature of a text of ours for a folder, by its real path; empty where there is no key."""
    if not (key := _key()):
        return ""
    return hmac.new(key, os.fsencode(f"{os.path.realpath(folder)}\0{text}"), "sha256").hexdigest()


def is_signed(folder: Path, text: str, signature: str) -> bool:
    """Whether this user's geomap has signed a text for a folder."""
    ours = signed(folder, text)
    return bool(ours) and hmac.compare_digest(ours.encode(), signature.encode(errors="replace"))


def _key() -> bytes | None:
    """The user's key, made where there is none yet; nothing where it cannot be kept."""
    try:
        folder = user_state_path("geomap", appauthor=False)
        if not folder.is_absolute():  # there is no home, or a setting that names none
            return None
        if not (key := _read(folder / _KEY)):
            _make(folder)
            key = _read(folder / _KEY)
    except (OSError, RuntimeError, ValueError):  # no such user, a folder that takes nothing, a name that is none
        return None
    return key


def _read(path: Path) -> bytes | None:
    """What is in a file of the right size that is the user's own, and no link."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        found = os.fstat(opened)
        own = stat.S_ISREG(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.geteuid())
        key = os.read(opened, _BYTES + 1) if own else b""
    finally:
        os.close(opened)
    return key if len(key) == _BYTES else None


def _make(folder: Path) -> None:
    """Put a new key in its place, whole. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = folder / f"{_KEY}-{secrets.token_hex(8)}"
    opened = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        waiting.replace(folder / _KEY)
    except OSError:
        with suppress(OSError):
            waiting.unlink()
        raise
