"""Who asks lives on, whatever becomes of the process that reads, and is told in a line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from geomap.errors import GeomapError
from geomap.files.apart import child, process
from geomap.files.apart.process import asked, told_of
from geomap.files.apart.told import ToldError
from geomap.tables.options import Options
from geomap.tables.read import read_table
from tests.apart.odd import LARGE
from tests.conftest import ROOT
from tests.tables.files import write_parquet
from tests.waiting import until

FILE = Path("file.parquet")
CRASHES = ROOT / "tests" / "bad" / "tables" / "crashes.parquet"
SAID = "is damaged: the library that reads it crashes"


@pytest.fixture(autouse=True)
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The other process knows the readers of `odd`."""
    readers = "import tests.apart.odd; sys.modules['geomap.files.apart.odd'] = tests.apart.odd; "
    code = process._CODE.replace("from geomap", f"{readers}from geomap", 1)
    monkeypatch.setattr(process, "_CODE", code)
    monkeypatch.setattr(process, "_waiting", waiting := process._Waiting())
    yield
    waiting.end()


def pid() -> int:
    with asked("odd:sends", FILE) as (said, sent):
        assert sent.read(len(LARGE)) == LARGE
    return int(said)


def test_many_files_take_one_process() -> None:
    assert len({pid() for _ in range(3)}) == 1


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("dies", SAID),
        ("dies_as_it_sends", SAID),
        ("hangs", "is damaged: the library that reads it comes to no end"),
        ("wants_all_memory", "takes more memory to read than any map needs"),
    ],
)
def test_a_process_that_ends_is_told_and_another_one_reads_on(reader: str, text: str) -> None:
    pid()
    for _ in range(2):  # one that is new, and one that has read before
        with pytest.raises(ToldError) as caught, asked(f"odd:{reader}", FILE) as (_, sent):
            if len(sent.read(len(LARGE) + 1)) == len(LARGE):
                raise EOFError
        assert caught.value.text == text
        assert pid()


def test_what_ends_it_between_two_files_is_not_the_second_ones_fault() -> None:
    os.kill(pid(), signal.SIGKILL)
    assert told_of("odd:is_noisy", FILE).endswith("file.parquet")


def test_a_library_that_prints_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    assert told_of("odd:is_noisy", FILE) == str(FILE.absolute())
    assert capfd.readouterr() == ("", "")


def test_a_library_that_is_missing_is_named() -> None:
    with pytest.raises(ModuleNotFoundError) as caught:
        told_of("odd:needs_more", FILE)
    assert caught.value.name == "arrows"


def test_who_stops_in_the_middle_leaves_nothing_for_the_next() -> None:
    with pytest.raises(KeyError), asked("odd:sends", FILE):
        raise KeyError
    with pytest.raises(KeyboardInterrupt), asked("odd:sends", FILE):
        raise KeyboardInterrupt
    assert pid()


def test_a_forked_process_has_one_of_its_own() -> None:
    ours = pid()
    read, write = os.pipe()
    fork = os.fork()
    if not fork:
        try:
            os.write(write, str(pid()).encode())
            process._waiting.end()
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(fork, 0)
    with os.fdopen(read, "rb") as stream:
        assert int(stream.read()) != ours
    assert pid() == ours


def test_ctrl_c_is_for_who_asks() -> None:
    before = pid()
    os.kill(before, signal.SIGINT)
    assert pid() == before


@pytest.mark.skipif(sys.platform != "linux", reason="another system may have no such signals of pipes")
def test_who_reads_ends_with_who_asks(tmp_path: Path) -> None:
    """Also where a library holds it up, so that it sees no end of its questions."""
    asks = os.fork()
    if not asks:
        with suppress(BaseException):
            told_of("odd:is_stuck", tmp_path / "pid")
        os._exit(0)
    until(lambda: (tmp_path / "pid").is_file() and (tmp_path / "pid").read_text("utf-8") != "", "it does not begin")
    reads = int((tmp_path / "pid").read_text("utf-8"))
    os.kill(asks, signal.SIGKILL)
    os.waitpid(asks, 0)

    def has_gone() -> bool:
        status = Path(f"/proc/{reads}/status")
        return not status.exists() or "State:\tZ" in status.read_text("utf-8")  # what nobody has been told of yet

    until(has_gone, "it reads on for nobody")


def test_who_waits_for_ever_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As for what a library opens by itself and nobody writes into."""
    code = process._CODE.replace("main()", "import geomap.files.apart.child as child; child.MOST_WAITED = 1; main()")
    monkeypatch.setattr(process, "_CODE", code)
    with pytest.raises(ToldError, match="is damaged: the library that reads it comes to no end"):
        told_of("odd:is_stuck", tmp_path / "pid")
    assert pid()


def test_a_damaged_parquet_is_told_and_the_next_file_is_read(tmp_path: Path) -> None:
    write_parquet(tmp_path / "right.parquet", 3)
    for _ in range(2):
        with pytest.raises(GeomapError) as caught:
            read_table(CRASHES, "crashes.parquet", Options())
        told = f"crashes.parquet: {SAID}; save it again with the program that made it"
        assert [str(problem) for problem in caught.value.problems] == [told]
        assert len(read_table(tmp_path / "right.parquet", "right.parquet", Options()).rows) == 3


def test_it_is_bounded_as_the_docs_say() -> None:
    assert child.MOST_SECONDS >= 100, "the largest files take a tenth of this"
    assert f"{child.MOST_WAITED // 60} minutes" in (ROOT / "SECURITY.md").read_text("utf-8")
    assert f"{child.MOST_MEMORY // 1024**3} GB" in (ROOT / "SECURITY.md").read_text("utf-8")
