"""The private state of a user: a key, by which geomap knows again what it has itself left in a folder, and what it has
found out of the files of a map, which saves time and changes no answer. Only the user can read it.

A repository can bring files of any name and content, but nothing that is signed by this key. Where the key can be
neither read nor kept, as without a home, all is built as ever; only what a kill has cut off is then not finished by
itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

_KEY = "key"  # name of its file
_BYTES = 32
_MAPS = "maps"  # folder with a file a config
_MOST_KEPT = 10_000_000  # bytes of one
_MOST_MAPS = 1000  # things that are remembered; those of folders that have gone are the oldest


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
        folder = _folder()
        key = _read(folder / _KEY, _BYTES)
        if not key or len(key) != _BYTES:
            _put(folder, _KEY, secrets.token_bytes(_BYTES))
            key = _read(folder / _KEY, _BYTES)
    except (OSError, RuntimeError, ValueError):  # no such user, a folder that takes nothing, a name that is none
        return None
    return key if key and len(key) == _BYTES else None


def folder() -> Path | None:
    """Where the state is kept; nothing where it cannot be."""
    try:
        return _folder()
    except (OSError, RuntimeError, ValueError):
        return None


def _folder() -> Path:
    """The folder of the state. Raises OSError where there is no home, or a setting that names none, and where others
    can put files into the folder: what geomap keeps there could be exchanged for what it has kept of another map.
    """
    folder = user_state_path("geomap", appauthor=False)
    if not folder.is_absolute():
        raise FileNotFoundError(folder)
    if sys.platform != "win32" and folder.exists():
        found = folder.stat()
        if found.st_uid != os.geteuid() or found.st_mode & stat.S_IWOTH:
            raise PermissionError(folder)
    return folder


def _read(path: Path, most: int) -> bytes | None:
    """What is in a file of no more than so many bytes that is the user's own, and no link."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        found = os.fstat(opened)
        own = stat.S_ISREG(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.geteuid())
        data = os.read(opened, most + 1) if own and found.st_size <= most else None
    finally:
        os.close(opened)
    return data if data is not None and len(data) == found.st_size else None


def _put(folder: Path, name: str, data: bytes) -> None:
    """Put a file in its place, whole. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = folder / f"{name}-{secrets.token_hex(8)}"
    opened = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
        waiting.replace(folder / name)
    except OSError:
        with suppress(OSError):
            waiting.unlink()
        raise


def recalled(path: Path, of: str = "") -> dict[str, str]:
    """What was remembered of a config by its real path, or of something of it: it saves time, and is asked for nothing
    else.
    """
    try:
        file = _folder() / _MAPS / _name(path, of)
        kept = json.loads(_read(file, _MOST_KEPT) or b"{}")
    except (OSError, RuntimeError, ValueError):
        return {}
    is_plain = isinstance(kept, dict) and all(isinstance(value, str) for value in kept.values())
    return kept if is_plain else {}


def remember(path: Path, found: Mapping[str, str], of: str = "") -> None:
    """Keep what was found out of a config's files for this user alone; nothing where it cannot be kept."""
    with suppress(OSError, RuntimeError, ValueError):
        folder = _folder() / _MAPS
        _put(folder, _name(path, of), json.dumps(found).encode())
        for old in sorted(folder.iterdir(), key=lambda kept: -kept.stat().st_mtime_ns)[_MOST_MAPS:]:
            old.unlink(missing_ok=True)


def _name(path: Path, of: str) -> str:
    return hashlib.sha256(os.fsencode(f"{os.path.realpath(path)}\0{of}")).hexdigest()[:32]
