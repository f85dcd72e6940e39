"""What a workflow of a new project has pip install: the geomap that writes it, by where that was installed from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from geomap import __version__
from geomap.errors import DISTRIBUTION
from geomap.files import git
from geomap.loading import origin_of

WHEELS = "wheels"  # folder of a project
_PACKAGE = Path(__file__).parents[1]
_FONTS = f"{DISTRIBUTION}-fonts"
_FONTS_FOLDER = "packages/fonts"  # of geomap's repository
_SCP = re.compile(r"(?:[\w.+-]+@)?([\w.-]+):(?!/)(.+)")  # git@host:owner/name.git
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", re.IGNORECASE | re.ASCII)  # with a dot at least
_OF_HERE = re.compile(r"127(?:\.\d+){3}|0\.0\.0\.0|.*\.local(?:host)?", re.IGNORECASE)
_NO_PATH = re.compile(r"[@:;\\?#${}]|[^ -~]|(?:^|/)\.\.?(?:/|$)|//")  # a user, a key, an expression, or a way up
# Tokens of services have such beginnings; others are long, of all kinds of letters, and their digits lie apart.
_KEY = re.compile(
    r"(?:gh[oprsu]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|soat)-|xox[a-z]-|AKIA|eyJ)[\w-]{8,}"
    r"|oauth2|x-access-token|x-token-auth"
    r"|(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=(?:\d*[A-Za-z_-]+\d+){3})[\w-]{20,}",
    re.ASCII,
)
_SUBDIRECTORY = re.compile(r"[\w.-]+(?:/[\w.-]+)*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SAFE = re.compile(r"[\w.~:/?#@!&'()*+,;=%\[\] -]+", re.ASCII)  # no `$`, of which a workflow makes an expression
_NO_ADDRESS = "geomap was installed from an address that a workflow cannot reach, or that holds a key"


@dataclass(frozen=True, slots=True)
class Pin:
    """What pip is to install, and what is left to do for that; no `requirement` where nothing is known that works.

    `fonts` is the same of the fonts for other scripts, empty where nothing is known of them.
    """

    requirement: str
    todo: str = ""
    fonts: str = ""


def own_pin() -> Pin:
    """The pin of the geomap that runs."""
    source = _PACKAGE.parent
    if (source / "pyproject.toml").is_file():
        return _of_folder(source)
    found = pin_of(origin_of(DISTRIBUTION), __version__)
    return found if found.fonts or not found.requirement else _with_fonts(found, origin_of(_FONTS))


def pin_of(origin: Mapping[str, Any], version: str) -> Pin:
    """The pin of a geomap that was installed so, in the words of PEP 610; an index where there are none."""
    if not origin:
        return _checked(f"{DISTRIBUTION}=={version}", fonts=f"{_FONTS}=={version}")
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


def _with_fonts(found: Pin, origin: Mapping[str, Any]) -> Pin:
    """The pin of a file of geomap, and that of its fonts where they came as a file too."""
    if "archive_info" not in origin:
        return found
    url = str(origin.get("url", ""))
    if urlsplit(url).scheme == "file":
        own = _of_file(Path(unquote(urlsplit(url).path)))
    else:
        own = _of_archive(url, origin["archive_info"], _FONTS)
    if not own.requirement:
        return found
    return Pin(found.requirement, "; ".join(filter(None, (found.todo, own.todo))), own.requirement)


def _of_repository(url: str, info: Mapping[str, Any], subdirectory: str) -> Pin:
    address, commit = _public(url), str(info.get("commit_id", ""))
    if info.get("vcs") != "git" or not address or not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        return _unknown(_NO_ADDRESS)
    if subdirectory and (not _SUBDIRECTORY.fullmatch(subdirectory) or _is_suspect(subdirectory)):
        return _unknown(_NO_ADDRESS)
    return _at_commit(address, commit, subdirectory)


def _at_commit(address: str, commit: str, below: str, todo: str = "", *, has_fonts: bool = True) -> Pin:
    """The packages of a repository at a commit, geomap's in the folder `below` of it."""

    def of(package: str, folder: str) -> str:
        return f"{package} @ git+{address}@{commit}{folder and '#subdirectory='}{folder}"

    fonts = of(_FONTS, f"{below}/{_FONTS_FOLDER}".lstrip("/")) if has_fonts else ""
    return _checked(of(DISTRIBUTION, below), todo, fonts)


def _of_archive(url: str, info: Mapping[str, Any], package: str = DISTRIBUTION) -> Pin:
    """A wheel or sdist from an address, with its SHA-256 where pip knew that."""
    address = _public(url)
    if not address:
        return _unknown(_NO_ADDRESS)
    hashes = dict([str(info.get("hash", "")).partition("=")[::2]]) | dict(info.get("hashes", {}))
    sha256 = str(hashes.get("sha256", ""))
    known = f"#sha256={sha256}" if _SHA256.fullmatch(sha256) else ""
    return _checked(f"{package} @ {address}{known}")


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
    fonts = git.blob_of(folder, commit, f"{below}/{_FONTS_FOLDER}/pyproject.toml".lstrip("/"))
    return _at_commit(address, commit, quote(below), "; ".join(todo), has_fonts=bool(fonts))


def _public(url: str) -> str:
    """The address for anybody: by HTTPS where it was for a key; empty where it is none, or may hold a key itself."""
    if not url.isprintable():
        return ""
    if "://" not in url:
        found = _SCP.fullmatch(url)
        return _address("https", found[1], None, f"/{found[2]}") if found else ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # no number, or half an address
        return ""
    if parts.query:
        return ""
    if parts.scheme == "ssh":
        return _address("https", host, None, parts.path)
    return _address(parts.scheme, host, port, parts.path) if parts.scheme in ("https", "http") else ""


def _address(scheme: str, host: str, port: int | None, path: str) -> str:
    """The parts as an address; empty where others cannot reach the host, or the path holds more than names."""
    decoded = unquote(path)
    if not _HOST.fullmatch(host) or _OF_HERE.fullmatch(host) or _is_suspect(decoded):
        return ""
    return urlunsplit((scheme, f"{host}:{port}" if port else host, quote(decoded, safe="/~+,=!'()*"), "", ""))


def _is_suspect(path: str) -> bool:
    """Whether a decoded path may hold a key, or leads elsewhere than to what its names say."""
    return bool(_NO_PATH.search(path)) or any(_KEY.fullmatch(part.removesuffix(".git")) for part in path.split("/"))


def _checked(requirement: str, todo: str = "", fonts: str = "") -> Pin:
    """The pin, unless it would say something else to the workflow than to pip."""
    if _SAFE.fullmatch(requirement):
        return Pin(requirement, todo, fonts)
    return _unknown("geomap was installed from an address with characters that a workflow reads otherwise")


def _unknown(why: str) -> Pin:
    return Pin("", f"{why}: put what pip is to install, as a wheel's address, or its path in the repository")
