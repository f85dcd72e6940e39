"""What a workflow of a new project has pip install: the geomap that writes it, by where that was installed from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from geomap import __version__, git
from geomap.errors import DISTRIBUTION
from geomap.loading import origin_of

WHEELS = "wheels"  # folder of a project
_PACKAGE = Path(__file__).parents[1]
_SCP = re.compile(r"(?:[\w.-]+@)?([\w.-]+):(?!/)(.+)")  # git@host:owner/name.git
_SAFE = re.compile(r"[\w.~:/?#@!&'()*+,;=%\[\] -]+", re.ASCII)  # no `$`, of which a workflow makes an expression
_NO_ADDRESS = "geomap was installed from an address that a workflow cannot reach, or that holds a key"


@dataclass(frozen=True, slots=True)
class Pin:
    """What pip is to install, and what is left to do for that; no `requirement` where nothing is known that works."""

    requirement: str
    todo: str = ""


def own_pin() -> Pin:
    """The pin of the geomap that runs."""
    source = _PACKAGE.parent
    if (source / "pyproject.toml").is_file():
        return _of_folder(source)
    return pin_of(origin_of(DISTRIBUTION), __version__)


def pin_of(origin: Mapping[str, Any], version: str) -> Pin:
    """The pin of a geomap that was installed so, in the words of PEP 610; an index where there are none."""
    if not origin:
        return _checked(f"{DISTRIBUTION}=={version}")
    url = str(origin.get("url", ""))
    if "vcs_info" in origin:
        return _of_repository(url, origin["vcs_info"], str(origin.get("subdirectory", "")))
    is_here = urlsplit(url).scheme == "file"
    path = Path(unquote(urlsplit(url).path))
    if "dir_info" in origin:
        return _of_folder(path)
    if is_here:
        return _of_file(path)
    return _of_archive(url, origin.get("archive_info", {}))


def _of_repository(url: str, info: Mapping[str, Any], subdirectory: str) -> Pin:
    address, commit = _public(url), str(info.get("commit_id", ""))
    if info.get("vcs") != "git" or not address or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return _unknown(_NO_ADDRESS)
    below = f"#subdirectory={subdirectory}" if subdirectory else ""
    return _checked(f"{DISTRIBUTION} @ git+{address}@{commit}{below}")


def _of_archive(url: str, info: Mapping[str, Any]) -> Pin:
    """A wheel or sdist from an address, with its SHA-256 where pip knew that."""
    address = _public(url)
    if not address:
        return _unknown(_NO_ADDRESS)
    hashes = dict([str(info.get("hash", "")).partition("=")[::2]]) | dict(info.get("hashes", {}))
    known = f"#sha256={hashes['sha256']}" if hashes.get("sha256") else ""
    return _checked(f"{DISTRIBUTION} @ {address.partition('#')[0]}{known}")


def _of_file(path: Path) -> Pin:
    """A wheel of this computer: it has to come along."""
    return _checked(f"./{WHEELS}/{path.name}", f"put {path} into {WHEELS}/ of the repository and commit it")


def _of_folder(folder: Path) -> Pin:
    """A clone of geomap's repository: its commit, where that can be fetched from somewhere."""
    remotes = git.line(folder, "remote").split()
    remote = "origin" if "origin" in remotes else next(iter(remotes), "")
    address = _public(git.line(folder, "remote", "get-url", "--", remote)) if remote else ""
    commit = git.commit_of(folder, "HEAD")
    below = git.line(folder, "rev-parse", "--show-prefix").rstrip("/")
    tracked = commit and git.blob_of(folder, commit, f"{below}/pyproject.toml".lstrip("/"))
    if not (address and tracked):
        return _unknown(f"geomap was installed from {folder}, which a workflow cannot reach")
    known = git.line(folder, "for-each-ref", "--contains", commit, f"refs/remotes/{remote}", "refs/tags")
    todo = (
        [] if known else [f"push commit {commit[:7]} of {folder}, which {remote} does not hold as far as is known here"]
    )
    if git.line(folder, "status", "--porcelain", "--untracked-files=no", "--", "."):
        todo.append(f"commit and push the changes in {folder}, and pin that commit")
    end = f"#subdirectory={below}" if below else ""
    return _checked(f"{DISTRIBUTION} @ git+{address}@{commit}{end}", "; ".join(todo))


def _public(url: str) -> str:
    """The address for anybody: by HTTPS where it was one for a key; empty where it is none, or holds a key itself."""
    if "://" not in url:
        found = _SCP.fullmatch(url)
        return f"https://{found[1]}/{found[2]}" if found else ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # no number, or half an address
        return ""
    if parts.scheme == "ssh":
        return urlunsplit(("https", host, parts.path, "", "")) if host else ""
    if parts.scheme not in ("https", "http") or not host or parts.query:
        return ""
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, parts.path, "", ""))


def _checked(requirement: str, todo: str = "") -> Pin:
    """The pin, unless it would say something else to the workflow than to pip."""
    if _SAFE.fullmatch(requirement):
        return Pin(requirement, todo)
    return _unknown("geomap was installed from an address with characters that a workflow reads otherwise")


def _unknown(why: str) -> Pin:
    return Pin("", f"{why}: put what pip is to install, as a wheel's address, or its path in the repository")
