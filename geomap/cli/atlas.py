"""What `geomap build` prints of an atlas."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import annotate, plain, progress, report, rows_left_out, say, tables_read
from geomap.loading import load

if TYPE_CHECKING:
    from geomap.config import Config


_MOST_NAMED = 5  # pages of a problem


def build_atlas(config: Config, *, as_json: bool, **options: Any) -> tuple[int, Path, bool]:
    """Build the pages, with a bar on a terminal and a line a page elsewhere.

    Returns 1 where any could not be built, their folder, and whether there was nothing to do.
    """
    with _progress(quiet=as_json) as done:
        made = load("geomap.pipeline.atlas:build_atlas")(config, done=done, **options)
    result = int(bool(made.failed)), made.folder, not any(page.why for page in made.pages)
    if as_json:
        files = [(made.folder / name).as_posix() for page in made.pages for name in page.files]
        failed = {page.id: [problem.as_dict() for problem in page.problems] for page in made.failed}
        left_out = [left.as_dict() for left in made.left_out]
        remarks = [remark._asdict() for remark in made.remarks]
        readings = [reading.as_dict() for reading in made.readings]
        found = {"left_out": left_out, "remarks": remarks, "readings": readings}
        report(made.warnings, as_json=True, files=files, failed=failed, **found)
        annotate(_failing(made.failed))
        return result
    report(made.warnings, as_json=False)
    failing = _failing(made.failed)
    for problem, pages in failing.items():
        click.echo(plain(f"page{'s' * (len(pages) > 1)} {_listed(pages)}: {problem}"), err=True)
    annotate(failing)
    for line in (*tables_read(made.remarks), *map(str, made.readings), *rows_left_out(made.left_out)):
        say(line)
    built = sum(bool(page.why) for page in made.pages)
    kept = len(made.pages) - built - len(made.failed)
    said = [f"{kept} of them up to date"] * bool(kept) + [f"{len(made.failed)} failed"] * bool(made.failed)
    say(", ".join((f"{len(made.pages)} pages in {made.folder}", *said)))
    return result


def _failing(failed: Iterable[Any]) -> dict[Any, list[str]]:
    """Each problem once, with the pages that it keeps from being built."""
    found: dict[Any, list[str]] = {}
    for page in failed:
        for problem in page.problems:
            found.setdefault(problem, []).append(page.id)
    return found


def _listed(pages: Sequence[str]) -> str:
    rest = len(pages) - _MOST_NAMED
    return ", ".join(pages[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Any, int], None]]:
    """What is done when a page is: move the bar, or print a line."""
    if quiet or sys.stderr.isatty():
        with progress("pages", hidden=quiet) as step:
            yield lambda page, total: step(total)
    else:
        yield lambda page, total: say(f"{page.id}: {_said(page)}")


def _said(page: Any) -> str:
    """What became of a page."""
    if page.problems:
        return "failed"
    if not page.why:
        return "up to date"
    files = len(page.files) - 1  # the manifest is not counted
    why = ", ".join(reason for reason in Counter(page.why.values()) if reason != "new")
    return f"{len(page.why)} of {files} files built{f', {why}' if why else ''}"
