"""Looks for configs that go through new lines of the reader, and breaks them: only a GeomapError may come of them.

usage: python -m scripts.fuzz.guided [SECONDS | --keep]

Starts from tests/corpus/config/, where it also puts what breaks the reader, for `make test` to read ever after. What
goes through new lines stays in build/guided/; --keep puts the smallest of these in the corpus. Needs atheris, which has
wheels for Linux on x86-64 alone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from types import FrameType

import atheris

with atheris.instrument_imports(include=["geomap.config", "geomap.tables", "geomap.kinds", "geomap.facts.cells"]):
    from geomap.config import read_config
from geomap.errors import GeomapError

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus" / "config"
GROWING = ROOT / "build" / "guided"
_LONGEST = 1000  # bytes of a config
_WORDS = (
    *("units", "sources", "sides", "layers", "artboards", "view", "bounds", "legend", "insets", "aggregate", "pages"),
    *(
        "snapshots",
        "style",
        "labels",
        "units_from",
        "columns",
        "defaults",
        "place",
        "at",
        "lat",
        "lon",
        "troops",
        "min",
    ),
    *("max", "about", "unknown", "formations", "type", "echelon", "equipment", "as_of", "kind", "role", "file", "text"),
    *("width", "drop", "keep", "abbreviations", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "2022-01-12", "note"),
)


def read(path: Path, data: bytes) -> None:
    """As every command begins."""
    path.write_bytes(data)
    try:
        read_config(path)
    except GeomapError as error:
        assert all("\n" not in str(problem) for problem in error.problems)


def options(seconds: float, words: Path) -> list[str]:
    """Of libFuzzer."""
    GROWING.mkdir(parents=True, exist_ok=True)
    CORPUS.mkdir(parents=True, exist_ok=True)
    words.write_text("".join(f'"{word}"\n' for word in _WORDS), "utf-8")
    return [
        *(f"-max_total_time={seconds:.0f}", f"-max_len={_LONGEST}", f"-dict={words}", "-timeout=10"),
        *("-rss_limit_mb=2048", f"-artifact_prefix={CORPUS}/", "-verbosity=1", "-print_final_stats=1"),
        *map(str, (GROWING, CORPUS, ROOT / "tests" / "bad")),
    ]


def keep() -> None:
    """Put those files in the corpus, the smallest first, that go through lines which none before them did."""
    seen: set[tuple[str, int]] = set()
    found = sorted((*CORPUS.iterdir(), *GROWING.iterdir()), key=lambda path: (path.stat().st_size, path.name))
    with tempfile.TemporaryDirectory() as folder:
        for path in found:
            lines = _lines(Path(folder) / "config.yaml", path.read_bytes())
            if path.parent == GROWING and not lines <= seen:
                shutil.copy(path, CORPUS / f"{path.name[:8]}.yaml")
            seen |= lines


def _lines(path: Path, data: bytes) -> set[tuple[str, int]]:
    """The lines of geomap that reading goes through."""
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, _: object) -> object:
        if "/geomap/" not in frame.f_code.co_filename:
            return None
        seen.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        read(path, data)
    finally:
        sys.settrace(None)
    return seen


def main(seconds: float = 10) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        atheris.Setup(["fuzz", *options(seconds, Path(folder) / "words")], lambda data: read(path, data))
        atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:] == ["--keep"]:
        keep()
    else:
        main(*map(float, sys.argv[1:]))
