"""What a build may write over, finish and remove: what geomap made, as it made it, and never an input."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli import main
from geomap.errors import OutputError
from geomap.files import journal, state
from geomap.files.seal import is_sealed, sealed
from geomap.files.writing import alone_in, write_whole
from geomap.pipeline.check import freshness

CONFIG = """\
name: units
view: {bounds: [36, 46, 39, 49]}
units_from: table.csv
artboards: [{id: w, width: 335, scale: 1}]
outputs: [csv, geojson]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
TABLE = "id,label,lat,lon,troops,as_of\na,A,48.123456,37.5,900,2022-01-01\na,A,48.1,37.5,700,2022-02-01\n"
ATLAS = """\
units: [{id: a, at: {lat: 48, lon: 37.5}, label: A, troops: 900}]
artboards: [{id: w, width: 335, scale: 1}]
outputs: [csv]
pages: {langs: [en, uk]}
"""
INPUT = "would be replaced, but this map is made from it"
ELSEWHERE = "choose another `name`, or another folder with --out"
FOREIGN = "is there already, and nothing shows that geomap made it"
BY_HAND = "changed by hand since it was built"
CUT_OFF = "cannot be told to be of a build of yours that was stopped here; look into it, delete it, and build again"


def refused(path: str, text: str) -> str:
    return f"{path}: {text}; keep it under another name, or replace it by --overwrite {path}"


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, (done.stderr or done.stdout).strip()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "table.csv").write_text(TABLE, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def retitled(project: Path) -> None:
    """Have all outputs be others than before."""
    (project / "table.csv").write_text(TABLE.replace("700", "650"), "utf-8")


def test_a_table_at_the_path_of_the_export_is_not_replaced(project: Path) -> None:
    (project / "table.csv").rename(project / "units.csv")
    (project / "config.yaml").write_text(CONFIG.replace("table.csv", "units.csv"), "utf-8")
    before = everything(project)
    for more in ([], ["--force"], ["--overwrite", "units.csv"]):
        assert said("build", "--out", ".", *more) == (1, f"units.csv: {INPUT}; {ELSEWHERE}")
    assert everything(project) == before


@pytest.mark.parametrize("way", ["hard link", "its link", "where it leads", "between"])
def test_nor_is_one_that_is_reached_by_a_link(project: Path, way: str) -> None:
    out = project / "output"
    out.mkdir()
    if way == "hard link":
        os.link("table.csv", out / "units.csv")
    else:
        (project / "config.yaml").write_text(CONFIG.replace("table.csv", "link.csv"), "utf-8")
        ends = {"its link": "table.csv", "where it leads": "output/units.csv", "between": "output/units.csv"}
        if way == "where it leads":
            (project / "table.csv").rename(out / "units.csv")
        if way == "between":
            (out / "units.csv").symlink_to("../table.csv")
        if way == "its link":
            (project / "config.yaml").write_text(CONFIG.replace("table.csv", "output/units.csv"), "utf-8")
            (out / "units.csv").symlink_to("../table.csv")
        else:
            (project / "link.csv").symlink_to(ends[way])
    status, line = said("build")
    assert status == 1 and line.startswith(f"output/units.csv: {INPUT}") and line.endswith(ELSEWHERE)
    assert (out / "units.csv").read_text("utf-8") == TABLE


def test_an_input_that_an_earlier_manifest_lists_as_an_output_is_not_removed(project: Path) -> None:
    """The export of one build is read by the next, whose outputs it is none of."""
    assert said("build")[0] == 0
    (project / "config.yaml").write_text(
        CONFIG.replace("table.csv", "output/units.csv").replace("[csv, geojson]", "[geojson]"), "utf-8"
    )
    before = (project / "output" / "units.csv").read_bytes()
    assert said("build")[0] == 0
    assert (project / "output" / "units.csv").read_bytes() == before


@pytest.mark.parametrize("name", ["units.csv", "units.geojson", "manifest.json"])
def test_files_of_others_are_not_replaced(project: Path, name: str) -> None:
    (project / "output").mkdir()
    (project / "output" / name).write_text('{"name": "An app", "icons": []}', "utf-8")
    before = everything(project)
    for more in ([], ["--force"]):
        assert said("build", *more) == (1, refused(f"output/{name}", FOREIGN))
    assert everything(project) == before
    assert said("build", "--overwrite", f"output/{name}")[0] == 0
    assert "An app" not in (project / "output" / name).read_text("utf-8")
    assert said("check")[0] == 0


def test_what_a_hand_has_changed_is_not_replaced(project: Path) -> None:
    assert said("build")[0] == 0
    path = project / "output" / "units.csv"
    path.write_text(path.read_text("utf-8") + "mine,Mine,48,37\n", "utf-8")
    before = everything(project)
    for change in (lambda: None, lambda: retitled(project)):
        change()
        before["table.csv"] = (project / "table.csv").read_bytes()
        for more in ([], ["--force"]):
            assert said("build", *more) == (1, refused("output/units.csv", BY_HAND))
        assert everything(project) == before
    assert said("build", "--overwrite", str(project / "output" / ".." / "output" / "units.csv"))[0] == 0
    assert "Mine" not in path.read_text("utf-8")


def test_every_file_that_is_in_the_way_is_told_at_once(project: Path) -> None:
    (project / "output").mkdir()
    for name in ("units.csv", "units.geojson"):
        (project / "output" / name).write_text("mine", "utf-8")
    status, lines = said("build", "--overwrite", "output/units.csv")
    assert (status, lines) == (1, refused("output/units.geojson", FOREIGN))
    status, lines = said("build")
    assert lines.splitlines() == [refused(f"output/{name}", FOREIGN) for name in ("units.csv", "units.geojson")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-40],
        lambda text: "<<<<<<< HEAD\n" + text + "=======\n" + text + ">>>>>>> main\n",
        lambda text: text.replace('"artboards"', '"artboards" oops'),
    ],
    ids=["cut off", "in conflict", "edited"],
)
def test_a_broken_manifest_is_not_in_the_way(project: Path, damage: Callable[[str], str]) -> None:
    assert said("build")[0] == 0
    manifest = project / "output" / "manifest.json"
    manifest.write_text(damage(manifest.read_text("utf-8")), "utf-8")
    retitled(project)
    assert said("build")[0] == 0
    assert said("check")[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        '{"outputs":[],"inputs":[],"tool":{"version":"1"},"mine":"precious"}',
        '{"tool": {"name": "geomap", "mine": 1}, "notes": "precious"}',
        '{"outputs": [], "tool": {"name": "geomap", "version": "1"}, "mine": "precious"}',
        '["precious"]',
    ],
)
def test_a_manifest_of_another_program_is_not_replaced(project: Path, text: str) -> None:
    manifest = project / "output" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text(text, "utf-8")
    status, lines = said("build")
    assert (status, lines.splitlines()) == (1, [refused("output/manifest.json", FOREIGN)])
    assert manifest.read_text("utf-8") == text
    assert said("build", "--overwrite", str(manifest))[0] == 0


def test_without_a_manifest_only_what_is_the_same_stays(project: Path) -> None:
    assert said("build")[0] == 0
    (project / "output" / "manifest.json").unlink()
    assert said("build")[0] == 0
    (project / "output" / "manifest.json").unlink()
    retitled(project)
    status, lines = said("build")
    assert status == 1
    assert lines.splitlines() == [refused(f"output/units.{name}", FOREIGN) for name in ("csv", "geojson")]


def test_two_maps_in_one_folder_and_formats_that_were_not_asked_for_stay_geomaps(project: Path) -> None:
    (project / "other.yaml").write_text(CONFIG.replace("name: units", "name: other"), "utf-8")
    for command in (["build"], ["build", "other.yaml"]):
        assert said(*command)[0] == 0
    retitled(project)
    assert said("build", "--only", "csv")[0] == 0
    listed = json.loads((project / "output" / "manifest.json").read_text("utf-8"))
    assert [row["path"] for row in listed["older"]] == ["other.csv", "other.geojson", "units.geojson"]
    for command in (["build"], ["build", "other.yaml"], ["build", "--force"]):
        assert said(*command)[0] == 0


def test_a_pipe_is_no_output(project: Path) -> None:
    (project / "output").mkdir()
    os.mkfifo(project / "output" / "units.csv")
    for more in ([], ["--overwrite", "output/units.csv"]):
        assert said("build", *more) == (1, "output/units.csv: cannot be written: it is a pipe or a device")
    assert stat.S_ISFIFO((project / "output" / "units.csv").stat().st_mode)


def listed(project: Path, *names: str) -> None:
    """Have the manifest say of files that an earlier build made them so."""
    path = project / "output" / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    for name in names:
        file = project / "output" / name
        hashed = sha256(file.read_bytes()).hexdigest() if file.is_file() else "0" * 64
        content["outputs"].append({"path": name, "sha256": hashed, "bytes": 1, "key": "0"})
    path.write_text(json.dumps(content), "utf-8")


def test_only_outputs_of_the_map_that_are_as_built_are_removed(project: Path) -> None:
    assert said("build")[0] == 0
    out = project / "output"
    precious = project.parent / "precious.csv"
    precious.write_text("mine", "utf-8")
    for name in ("units-notes.md", "notes.csv", "units-old.csv", "units-mine.csv"):
        (out / name).write_text(name, "utf-8")
    (out / "sub").mkdir()
    (out / "sub" / "units.csv").write_text("sub", "utf-8")
    (out / "units-link.csv").symlink_to(precious)
    listed(project, "units-notes.md", "notes.csv", "units-old.csv", "units-mine.csv", "units-link.csv")
    (out / "units-mine.csv").write_text("changed", "utf-8")
    retitled(project)
    assert said("build")[0] == 0
    assert {path.name for path in out.iterdir()} == {
        "manifest.json", "units.csv", "units.geojson", "units-notes.md", "notes.csv", "units-mine.csv",
        "units-link.csv", "sub",
    }  # fmt: skip
    assert precious.read_text("utf-8") == "mine"


def test_an_atlas_keeps_what_it_did_not_make(project: Path) -> None:
    (project / "config.yaml").write_text(ATLAS, "utf-8")
    assert said("build")[0] == 0
    out = project / "output"
    (out / "en" / "config.csv").write_text("mine", "utf-8")
    (out / "uk" / "notes.csv").write_text("mine", "utf-8")
    listed(project, "uk/notes.csv")
    status, lines = said("build")
    assert (status, lines) == (1, f"page en: {refused('output/en/config.csv', BY_HAND)}")
    assert said("build", "--overwrite", "output/en/config.csv")[0] == 0
    (project / "config.yaml").write_text(ATLAS.replace("[en, uk]", "[en]"), "utf-8")
    assert said("build")[0] == 0
    assert {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()} == {
        "manifest.json", "en/config.csv", "en/manifest.json", "uk/notes.csv"
    }  # fmt: skip


def test_a_folder_of_the_users_is_not_swept_away(project: Path) -> None:
    for name in (".geomap-notes", ".geomap-0123456789abcdef-" + "0" * 32, ".geomap-abc-"):
        for place in (project, project / "output"):
            (place / name).mkdir(parents=True)
            (place / name / "mine.txt").write_text("mine", "utf-8")
    before = everything(project)
    assert said("build")[0] == 0
    assert before.items() <= everything(project).items()


def hostile(project: Path, at: Path) -> None:
    """A committed set as a repository may bring it, beside the config and in the outputs."""
    (at / ".geomap-committed").mkdir(parents=True)
    (at / ".geomap-committed" / "table.csv").write_text("id\n", "utf-8")
    content = {"random": "0", "files": ["table.csv"], "obsolete": [".git/HEAD", "notes.md"], "signed": "0" * 64}
    (at / ".geomap-committed" / ".set").write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("place", [".", "output"])
def test_a_set_of_others_is_not_finished(project: Path, place: str) -> None:
    (project / ".git").mkdir()
    (project / ".git" / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
    (project / "notes.md").write_text("mine", "utf-8")
    hostile(project, project / place)
    before = everything(project)
    where = Path(place) / ".geomap-committed"
    assert said("build", "--out", place) == (1, f"{where}: {CUT_OFF}")
    assert said("check", "--out", place) == (1, f"{where}: {CUT_OFF}")
    assert everything(project) == before


@pytest.mark.parametrize("kind", ["pipe", "device", "link", "file", "folder", "nothing", "deep", "number"])
def test_whatever_stands_for_a_list_is_no_list(project: Path, kind: str) -> None:
    committed = project / "output" / ".geomap-committed"
    committed.mkdir(parents=True)
    at = committed / ".set"
    made: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(at),
        "device": lambda: at.symlink_to("/dev/zero"),
        "link": lambda: (committed.rmdir(), committed.symlink_to("..")),
        "file": lambda: (committed.rmdir(), committed.write_text("mine", "utf-8")),
        "folder": at.mkdir,
        "nothing": lambda: None,
        "deep": lambda: at.write_text("[" * 100_000, "utf-8"),
        "number": lambda: at.write_text('{"signed": 1, "files": [], "obsolete": []}', "utf-8"),
    }
    made[kind]()
    for command in ("build", "check"):
        assert said(command) == (1, f"output/.geomap-committed: {CUT_OFF}")
    assert os.path.lexists(committed)


def cut_off(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set that is committed, and of which nothing is in its place."""
    out = project / "output"
    out.mkdir(exist_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr(journal, "_place", lambda *_: None)
        write_whole(out, {"units.csv": b"new", "manifest.json": b"new"})
    return out


def test_a_set_of_ones_own_is_finished_in_its_folder_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = cut_off(project, monkeypatch)
    shutil.copytree(out, project / "copied")
    with pytest.raises(OutputError) as raised, alone_in(project / "copied"):
        pass
    assert str(raised.value) == f"{project / 'copied' / '.geomap-committed'}: {CUT_OFF}"
    with alone_in(out):
        assert everything(out) == {"units.csv": b"new", "manifest.json": b"new"}


@pytest.mark.parametrize("changed", ["files", "obsolete"])
def test_a_list_that_was_changed_is_not_ones_own(project: Path, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    out = cut_off(project, monkeypatch)
    path = out / ".geomap-committed" / ".set"
    content = json.loads(path.read_text("utf-8"))
    content[changed].append("notes.md")
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(OutputError, match="cannot be told"):
        freshness(project / "config.yaml")


@pytest.mark.parametrize("home", ["read-only", "relative", "a file", "none"])
def test_a_build_needs_no_state(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """It builds, and builds again; only a set that is cut off is then told, instead of finished."""
    (tmp_path / "file").write_text("", "utf-8")
    places = {"read-only": "/proc/none", "relative": "state", "a file": str(tmp_path / "file")}
    if home == "none":
        monkeypatch.delenv("XDG_STATE_HOME")
        monkeypatch.setenv("HOME", "/proc/none")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", places[home])
        monkeypatch.setenv("HOME", "/proc/none")
    assert said("build")[0] == 0
    retitled(project)
    assert said("build")[0] == 0
    assert said("check")[0] == 0
    assert sorted(path.name for path in project.iterdir()) == ["config.yaml", "output", "table.csv"]
    cut_off(project, monkeypatch)
    assert said("build") == (1, f"output/.geomap-committed: {CUT_OFF}")


def test_the_key_is_the_users_alone_and_kept(own_state: Path, tmp_path: Path) -> None:
    signature = state.signed(tmp_path, "text")
    path = own_state / "geomap" / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert state.is_signed(tmp_path, "text", signature)
    assert not state.is_signed(tmp_path, "texts", signature) and not state.is_signed(tmp_path.parent, "text", signature)
    (tmp_path.parent / "way").symlink_to(tmp_path)
    assert state.is_signed(tmp_path.parent / "way", "text", signature)
    path.write_bytes(b"half")  # as where a disk was full
    assert not state.is_signed(tmp_path, "text", signature)
    assert state.is_signed(tmp_path, "text", state.signed(tmp_path, "text"))
    assert [left.name for left in path.parent.iterdir()] == ["key"]


@pytest.mark.parametrize(
    ("command", "out"),
    [
        (("animate",), "output/units-w.gif"),
        pytest.param(("animate", "--out", "days.webm"), "days.webm", marks=pytest.mark.long),
        pytest.param(("animate", "--out", "days.mp4"), "days.mp4", marks=pytest.mark.long),
        (("symbols",), "symbols.svg"),
        (("symbols", "--out", "symbols.png"), "symbols.png"),
        (("symbols", "--out", "symbols.pdf"), "symbols.pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_no_manifest_lists_carry_a_mark(project: Path, command: tuple[str, ...], out: str) -> None:
    for _ in range(2):
        assert said(*command)[0] == 0
    path = project / out
    assert is_sealed(BytesIO(path.read_bytes()))
    if path.suffix in (".gif", ".png"):
        Image.open(BytesIO(path.read_bytes())).load()
    path.write_bytes(path.read_bytes().replace(b"\0", b"\1", 1) + b" ")
    before = path.read_bytes()
    status, lines = said(*command)
    assert status == 1 and lines.splitlines()[-1] == refused(out, FOREIGN)
    assert path.read_bytes() == before
    assert said(*command, "--overwrite", out)[0] == 0


@pytest.mark.parametrize("format", ["png", "gif", "svg", "pdf", "mp4", "webm"])
def test_a_mark_tells_every_change(format: str) -> None:
    data = bytes(range(256))
    marked = sealed(data, format)
    assert is_sealed(BytesIO(marked)) and not is_sealed(BytesIO(data))
    for place in range(len(marked)):
        assert not is_sealed(BytesIO(marked[:place] + bytes([marked[place] ^ 1]) + marked[place + 1 :]))


def test_a_map_of_the_change_replaces_its_own_alone(project: Path) -> None:
    days = ("diff", "--from", "2022-01-01", "--to", "2022-02-01", "--out", "changes")
    for _ in range(2):
        assert said(*days)[0] == 1
    path = next((project / "changes").glob("*.csv"))
    path.write_text("mine", "utf-8")
    status, lines = said(*days)
    name = f"changes/{path.name}"
    assert status == 1 and lines == refused(name, BY_HAND)
    assert path.read_text("utf-8") == "mine"
    assert said(*days, "--overwrite", name)[0] == 1 and path.read_text("utf-8") != "mine"
