"""Each broken input in `bad/` has the exact messages that stand in the text file beside it.

A case is a config with its messages; what it names lies in `bad/tables/` and `bad/layers/`, and a lock file beside it
in a folder of its own. `make prove` shows that each message needs a check.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.errors import GeomapError
from geomap.pipeline.validate import validate
from scripts.prove_checks import BAD, cases

CASES = cases()
LAYERS = [case for case in CASES if case.stem.startswith("layer_file_")]
FEWEST = 250


def named(case: Path) -> str:
    return str(case.relative_to(BAD).with_suffix(""))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_says(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    with pytest.raises(GeomapError) as caught:
        validate(case.name)
    assert f"{caught.value}\n" == case.with_suffix(".txt").read_text("utf-8")
    for problem in caught.value.problems:
        file = Path(problem.file)
        is_counted = file.suffix in (".yaml", ".csv")  # other files have no lines
        size = len(file.read_bytes().decode("latin-1").splitlines()) if is_counted else problem.line or 1
        assert 1 <= (problem.line or 1) <= size + 1
        assert problem.message


@pytest.mark.parametrize("case", LAYERS, ids=named)
def test_a_build_says_the_same_of_a_layer(case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A check makes no geometries of a file where it need not; a build does."""
    monkeypatch.chdir(case.parent)
    done = CliRunner().invoke(main, ["build", case.name, "--out", str(tmp_path / "output")])
    assert (done.exit_code, done.stderr) == (1, case.with_suffix(".txt").read_text("utf-8"))
    assert not (tmp_path / "output").exists()


def test_the_folder_holds_cases_and_what_they_name() -> None:
    assert len(CASES) >= FEWEST
    configs = {path for path in BAD.rglob("*.yaml") if path.name != "places.lock.yaml"}
    assert configs == set(CASES)
    named_in = "".join(case.read_text("latin-1") for case in CASES)
    files = [path for folder in ("tables", "layers") for path in (BAD / folder).iterdir()]
    assert [path.name for path in files if path.name not in named_in] == []
