"""In a workflow of GitHub problems are shown at file and line, and no text of a file is a command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import main
from geomap.cli.annotations import MOST, annotated, harmless
from geomap.errors import Problem
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

LOTS = "expected a whole number, {min, max}, {about}, {at_least}, {at_most} or unknown"


@pytest.fixture
def workflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a repository in a workflow, which is the current one."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.delenv("RUNNER_TEMP", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def commands(text: str) -> list[str]:
    """The lines that the service takes as commands: as its runner, with `::` first or `##[` anywhere."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def test_a_problem_is_shown_at_its_file_line_and_column(workflow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workflow / "maps").mkdir()
    (workflow / "maps" / "config.yaml").write_text("units:\n  - {id: a, at: {lat: 1, lon: 2}, troops: lots}\n", "utf-8")
    said = f'units[0].troops: got "lots", {LOTS}'
    expected = f"::error file=maps/config.yaml,line=2,col=43,title=geomap::{said}\n"
    assert run("validate", "maps").stderr == f"maps/config.yaml:2:43: {said}\n{expected}"
    monkeypatch.chdir(workflow / "maps")
    assert run("build").stderr == f"config.yaml:2:43: {said}\n{expected}"
    done = run("validate", "--json")
    assert (done.stderr, json.loads(done.stdout)["problems"][0]["file"]) == (expected, "config.yaml")


def test_elsewhere_nothing_is_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("titel: x\n", "utf-8")
    for value in ("", "false"):
        monkeypatch.setenv("GITHUB_ACTIONS", value)
        assert not commands(run("validate", str(tmp_path)).stderr)
    assert harmless("::error::x ##[error]x") == "::error::x ##[error]x"


def test_a_warning_is_one(workflow: Path) -> None:
    (workflow / "config.yaml").write_text("units: [{id: a, at: {lat: 1, lon: 2}, formations: [tankk]}]\n", "utf-8")
    (line,) = commands(run("validate").stderr)
    assert re.match(r"::warning file=config\.yaml,line=1,col=\d+,title=geomap::(?!warning)", line)


def test_what_ends_a_command_or_hides_a_part_of_it_is_escaped(workflow: Path) -> None:
    (workflow / "a,b:c%\r\n.csv").touch()
    problem = Problem(
        file="a,b:c%\r\n.csv", line=3, path="x", text="50 %,\r\n::error::\x1b[2J\u202e ##[error]", hint="no"
    )
    assert annotated([problem]) == [
        "::error file=a%2Cb%3Ac%25%0D%0A.csv,line=3,title=geomap::"
        "x: 50 %25,\\u000d\\u000a::error::\\u001b[2J\\u202e #\\u0023[error]; no"
    ]


@pytest.mark.parametrize("name", ["x##[command]y.csv", "##[error].csv", "x###[command]#[y.csv", "a ::##[a]::b.csv"])
def test_a_file_that_is_called_as_a_command_is_none_in_an_annotation(workflow: Path, name: str) -> None:
    (workflow / name).write_text("id,label,lat,lon,troops\na,A,9,1,zz\n", "utf-8")
    (workflow / "config.yaml").write_text('units_from: "*.csv"\n', "utf-8")
    for flags in ((), ("--json",)):
        done = run("validate", *flags)
        (own,) = commands(done.stderr)
        assert own.startswith("::error file=")
        assert "##[" not in done.stderr + done.stdout
    shown = name.replace("##[", "#\\u0023[").replace(":", "%3A")
    assert own.startswith(f"::error file={shown},line=2,title=geomap::column troops: ")


@pytest.mark.parametrize("file", ["", "missing.yaml", "config.yaml at 1a2b3c4", "../outside.yaml", "folder"])
def test_a_place_that_the_repository_has_not_is_told_in_the_text(workflow: Path, file: str) -> None:
    (workflow / "folder").mkdir()
    (workflow.parent / "outside.yaml").touch()
    at = f"{file}:3:4: " if file else "3:4: "
    assert annotated([Problem(file=file, line=3, column=4, text="wrong")]) == [f"::error title=geomap::{at}wrong"]


def test_each_is_shown_once_a_job_and_no_more_than_the_service_shows(
    workflow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Problem(text=f"{number}", severity=kind) for number in range(50) for kind in ("warning", "error")]
    lines = annotated(many)
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * MOST + ["::warning"] * MOST
    assert annotated(many) == lines
    monkeypatch.setenv("RUNNER_TEMP", str(workflow))
    kinds = ("error", "error", "warning", "warning")
    assert annotated(many[:4]) == [f"::{kind} title=geomap::{number % 2}" for number, kind in enumerate(kinds)]
    assert annotated(many[:6]) == ["::error title=geomap::2", "::warning title=geomap::2"]
    monkeypatch.setenv("RUNNER_TEMP", str(workflow / "gone"))
    assert annotated(many[:2]) == ["::error title=geomap::0", "::warning title=geomap::0"]


HOSTILE = (
    "::error::x",
    "##[error]x",
    "::add-mask::a",
    "  ::stop-commands::x",
    "\u00a0::error::x",
    "##[stop-commands]x",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_file_is_a_command(workflow: Path, text: str) -> None:
    """As a key, a label, a side, a file's name, a column and a value of a table; told, compared or left out."""
    quoted = json.dumps(text, ensure_ascii=False)
    (workflow / "units.csv").write_text(f"lat,lon,label,kind\n1,2,{quoted},{quoted}\n", "utf-8")
    unit = f"{{id: a, label: {quoted}, at: {{lat: 16, lon: 0}}, troops: 5, as_of: 2021-01-01, until: 2021-02-01}}"
    kept = f"{{id: b, label: {quoted}, at: {{lat: 17, lon: 1}}, troops: 7}}"
    end = "artboards: [{id: a, width: 335}]\noutputs: [svg]\n"
    configs = {
        "key": f"units: []\n{quoted}: 1\n",
        "side": f"units: [{{id: a, at: {{lat: 1, lon: 2}}, side: {quoted}}}]\nsides: {{{quoted}: {{label: x}}}}\n",
        "file": f"units: []\nlayers: [{{kind: line, id: a, role: front, file: {quoted}}}]\n",
        "table": f"units: []\nunits_from: {{file: units.csv, columns: {{troops: {quoted}}}}}\n",
        "abbreviation": f"units: []\nabbreviations: {{{quoted}: {{}}}}\n",
        "left": f"as_of: 2021-03-01\nunits: [{unit}, {kept}]\n{end}",
        "more": f"as_of: 2021-03-01\nunits: [{kept.replace('7', '9')}]\n{end}",
    }
    for name, config in configs.items():
        (workflow / f"{name}.yaml").write_text(config, "utf-8")
        for command in ("validate", "build", "check"):
            for flags in ((), ("--json",)):
                done = run(command, f"{name}.yaml", *flags)
                own = [line for line in commands(done.stderr) if not re.match(r"::(error|warning) (?!.*##\[)", line)]
                assert not [*own, *commands(done.stdout)], (name, command)
    assert "not there on" in run("build", "left.yaml").stdout
    for form in ("table", "markdown", "json"):
        done = run("diff", "left.yaml", "more.yaml", "--format", form)
        assert done.exit_code == 1
        assert done.stdout
        assert not commands(done.stdout)


SMALL = "artboards: [{id: w, width: 335}]\noutputs: [svg, csv]\n"


@pytest.mark.parametrize("broken", ["\n", "\\u0085", "\\u2028", "\\u2029", "\\r", "\\r\\n"])
def test_no_text_of_a_file_begins_a_line(workflow: Path, broken: str) -> None:
    """In keys, values, properties and names of files, on either stream, with and without `--json`."""
    end = broken.replace("\n", "\\n")
    forged = f"x{end}::error::forged ##[error]x"
    real = json.loads(f'"{forged}"')
    named = f"a{json.loads(f'{chr(34)}{end}{chr(34)}')}::error::forged.csv"
    (workflow / named).write_text("id,lat,lon,troops\na,48,38,lots\n", "utf-8")
    square = {"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 47]]]}
    feature = {"type": "Feature", "properties": {"a": real}, "geometry": square}
    (workflow / "l.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    unit = "units: [{id: a, at: {lat: 48, lon: 38}}]\n"
    for config in (
        f'{unit}sides: {{"{forged}": {{label: A}}}}\n',
        f'{unit}abbreviations: {{"{forged}": y}}\n',
        f'{unit}"{forged}": 1\n',
        f"{unit}layers: [{{kind: area, id: q, role: control, file: l.geojson, where: {{a: zz}}}}]\n",
        f'units_from: "a{end}::error::forged.csv"\n',
        f'units: [{{id: a, at: {{lat: 48, lon: 38}}, label: "{forged}"}}]\n{SMALL}',
    ):
        (workflow / "config.yaml").write_text(config, "utf-8")
        for command in (["validate"], ["validate", "--json"], ["build"], ["build", "--json"], ["check"]):
            done = run(*command)
            for line in (done.stdout + done.stderr).splitlines():
                is_own = line.startswith(("::error file=", "::warning file=", "::error title=", "::warning title="))
                assert is_own or line.lstrip()[:1] != ":", (command, config, line)
                assert "##[" not in line
                assert not line.startswith("forged")
            if "--json" not in command:
                told = [line for line in done.stderr.splitlines() if not line.startswith("::")]
                assert all(line.isprintable() for line in told)
                assert all(not line.startswith("\\u003a") for line in told)


def test_a_space_that_breaks_no_line_is_a_space(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    assert annotated([Problem(text="Tank\u00a0×2, 3\u202f300\u200b")]) == [
        "::error title=geomap::Tank ×2, 3 300\\u200b"
    ]


ECHOED = "x\n::warning::owned\r##[error]owned\x1b[31m\u202e\u2028\udc80"


@pytest.mark.parametrize(
    "arguments",
    [
        [f"--{ECHOED}"],
        [ECHOED],
        ["build", f"--{ECHOED}"],
        ["build", "config.yaml", ECHOED],
        ["build", f"--jobs={ECHOED}"],
        ["build", f"--as-of={ECHOED}"],
        ["init", "--template", ECHOED],
        ["diff", "a", "b", "--format", ECHOED],
        ["geocode", "--near", ECHOED],
        ["symbols", "--family", ECHOED],
    ],
)
@pytest.mark.parametrize("is_workflow", ["true", "false"])
def test_what_was_typed_is_echoed_in_one_harmless_line(
    arguments: list[str], is_workflow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", is_workflow)
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    told = done.stderr.splitlines()[-1]
    assert told.startswith("Error: ") and "owned" in told
    assert all(line.isprintable() for line in done.stderr.split("\n")), repr(done.stderr)
    assert not [line for line in done.stderr.split("\n") if line.lstrip().startswith("::")]
    assert is_workflow == "false" or "##[" not in done.stderr
