"""A little of what `make fuzz` does at length: configs made up from the schema, files of all formats damaged."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from geomap.errors import PASTE, GeomapError, Problem
from scripts.fuzz import files as fuzz
from scripts.fuzz.wide import WideCases
from tests.fuzzing import schema
from tests.fuzzing.harness import KINDS, Harness, badly_printed, badly_said

CONFIGS, EACH = 40, 2
BOARD = {"id": "w", "width": 335, "scale": 1}


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Harness:
    return Harness(tmp_path_factory.mktemp("wide"))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> WideCases:
    return WideCases(tmp_path_factory.mktemp("seeds"), seed=0)


def read(read_it: Callable[[], None]) -> bool:
    """Whether it was read; where it was refused, it was in words."""
    try:
        read_it()
    except GeomapError as error:
        assert not (wrong := badly_said(error.problems)), wrong
        return False
    return True


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.long)])
def test_what_is_made_up_is_allowed_by_the_schema_and_has_all_its_keys(every: int) -> None:
    validator, reached = Draft202012Validator(schema.SCHEMA), set[str]()
    for number in range(700):
        maker = schema.Maker(random.Random(number))
        config = maker.right()
        if number % every == 0:  # which takes longer than to make it
            assert not (fault := next(validator.iter_errors(config), None)), fault
        reached |= maker.reached
    inner = {f"${name}.{key}" for name, row in schema.SCHEMA["$defs"].items() for key in row.get("properties", ())}
    assert {*schema.SCHEMA["properties"], *inner} <= reached


@pytest.mark.parametrize("configs", [CONFIGS // 2, pytest.param(4 * CONFIGS, marks=pytest.mark.long)])
def test_configs_that_are_made_up_are_read_or_refused_in_words(harness: Harness, configs: int) -> None:
    were_read = 0
    for number in range(configs):
        chance = random.Random(number)
        config = schema.written(chance, schema.near(chance) if number % 2 else schema.right(chance))
        were_read += read(lambda config=config: harness.read("made", ".yaml", config))
    assert were_read >= configs // 20


def test_what_is_right_of_them_builds_in_all_its_formats_and_is_up_to_date(harness: Harness) -> None:
    for number in range(CONFIGS):
        config = schema.small(schema.right(random.Random(f"built {number}")))
        some = {key: value for key, value in config.items() if key != "pages"}
        some["artboards"] = config.get("artboards", [BOARD])[:1]
        data = schema.plainly(some)
        if read(lambda data=data: harness.read("made", ".yaml", data, drawn=True)):
            return
    raise AssertionError("none of them is right")


def test_damaged_files_of_every_format_are_read_or_refused_in_words(harness: Harness, cases: WideCases) -> None:
    assert {kind for kind, _ in cases.files} == {*KINDS} - {"made"}
    for kind, suffix in cases.files:
        for number in range(EACH):
            case = cases.damaged(random.Random(f"{kind} {suffix} {number}"), kind, suffix)
            read(lambda case=case: harness.read(case.kind, case.suffix, case.data))


@pytest.mark.parametrize("problem", [Problem(text="no place"), Problem(file="config.yaml"), None])
def test_a_line_without_a_place_and_an_error_without_a_line_are_faults(problem: Problem | None) -> None:
    assert badly_said([problem] if problem else [])
    assert not badly_said([Problem(file="config.yaml", text="##[error]", hint=f"{PASTE}at: x\n::error::x")])


@pytest.mark.parametrize(
    "text", ["::error::x", " ::x", "a\n::x", "a ##[error]x", "a\nb", "\u202ea", "\x1b[31m", "\u0378"]
)
def test_a_line_that_commands_something_or_is_not_seen_is_a_fault(text: str) -> None:
    assert badly_printed(text)
    assert not badly_printed("config.yaml:1:2: units[0].id: got ::x, expected an id")


def test_a_number_makes_the_same_file_again(cases: WideCases) -> None:
    assert [cases[number] for number in range(20)] == [cases[number] for number in range(20)]
    assert len({cases[number].data for number in range(20)}) > 15


def test_a_kind_that_only_one_of_the_fuzzers_throws_is_known(tmp_path: Path) -> None:
    fuzz.check_kinds(fuzz.Cases(tmp_path, 0, 0))


class _Numbered:
    """A file for each number."""

    def __getitem__(self, number: int) -> fuzz.Case:
        return fuzz.Case("made", ".yaml", f"number: {number}\n".encode(), drawn=False)


def test_what_breaks_is_found_by_every_worker_counted_and_made_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(harness: Harness, kind: str, suffix: str, data: bytes, *, drawn: bool = False) -> None:
        if b"7" in data:
            raise KeyError(kind)

    monkeypatch.setattr(Harness, "__init__", lambda *_: None)
    monkeypatch.setattr(Harness, "read", read)
    monkeypatch.setattr(fuzz, "CORPUS", tmp_path)
    before = signal.getsignal(signal.SIGPROF)
    try:
        tally = fuzz.hunt(_Numbered(), range(20))
    finally:
        signal.signal(signal.SIGPROF, before)
    assert tally.faults.total() == 2
    assert [path.read_bytes() for path in (tmp_path / "made").iterdir()] == [b"7"]
