"""A config compared with itself at a commit: named as the user does, with pictures that the repository holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import main
from geomap.diff import compare
from geomap.diff.markdown import MOST_BYTES, as_markdown
from geomap.files import git as git_module
from geomap.pipeline import commits, committed
from geomap.pipeline.changes import State, state_of
from tests.diff.units import unit
from tests.effort import memory_of

CONFIG = """\
name: north
view: {bounds: [-3, 15, 3, 19]}
units:
  - {id: gao, label: Gao, at: {lat: 16.2717, lon: -0.0447}, troops: 900}
  - {id: post, label: Post, at: {lat: 16.9123, lon: 0.9123}, troops: 50}
units_from: {file: data/more.csv}
artboards: [{id: wide, width: 400}, {id: phone, width: 335}]
outputs: [png]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
TABLE = "id,lat,lon,troops\nkidal,18.44,1.41,300\n"
RAW = "https://example.org/o/r/raw/{commit}/{path}"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Next")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a config in a repository with one commit, below its root, which is the current folder."""
    folder = tmp_path / "repository" / "my maps"
    (folder / "data").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "data" / "more.csv").write_text(TABLE, "utf-8")
    git(tmp_path, "init", "-qb", "main", "repository")
    commit(folder)
    monkeypatch.chdir(folder.parent)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", "my maps", *arguments])


def test_the_earlier_state_is_named_by_the_config_and_its_commit(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = git(maps, "rev-parse", "HEAD")
    assert run("--base", "HEAD").stdout == f"my maps/config.yaml at {base[:7]} → my maps/config.yaml: no changes\n"
    (maps / "data" / "more.csv").write_text(TABLE.replace("300", "400"), "utf-8")
    done = run("--base", "main", "--format", "markdown")
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout == (
        f"### my maps/config.yaml at {base[:7]} → my maps/config.yaml\n\n"
        "**Troops in all: 1,250 → 1,350 (+100)**\n\n"
        "**Grown** (1)\n\n| unit | figure | from | to | change |\n| --- | --- | --- | --- | --- |\n"
        "| kidal | troops | 300 | 400 | +100 |\n"
    )
    monkeypatch.chdir(maps / "data")
    done = CliRunner().invoke(main, ["diff", "../config.yaml", "--base", base[:10], "--exit-zero"])
    assert (done.exit_code, done.stdout.partition("\n")[0]) == (0, f"../config.yaml at {base[:7]} → ../config.yaml")
    monkeypatch.chdir(maps)
    assert (
        CliRunner()
        .invoke(main, ["diff", "--base", "HEAD"])
        .stdout.startswith(f"config.yaml at {base[:7]} → config.yaml")
    )


def test_nothing_of_the_repository_is_touched(maps: Path) -> None:
    hook = maps.parent / ".git" / "hooks" / "post-checkout"
    hook.write_text("#!/bin/sh\ntouch ran\n", "utf-8")
    hook.chmod(0o755)
    (maps / "config.yaml").write_text(CONFIG.replace("900", "901"), "utf-8")
    git(maps, "add", "-A")
    (maps / "config.yaml").write_text(CONFIG.replace("900", "902"), "utf-8")
    before = {path: path.read_bytes() for path in maps.parent.rglob("*") if path.is_file()}
    assert "+2" in run("--base", "HEAD").stdout
    assert {path: path.read_bytes() for path in maps.parent.rglob("*") if path.is_file()} == before
    assert git(maps, "worktree", "list").count("\n") == 0


def test_it_asks_the_repository_of_the_config_not_that_of_a_hook(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = maps.parents[1] / "other"
    git(maps, "init", "-q", str(other))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    assert run("--base", "HEAD").stdout.endswith("no changes\n")
    assert not (other / "index").exists()


def test_a_config_that_is_new_is_compared_with_none(maps: Path) -> None:
    base = git(maps, "rev-parse", "HEAD")
    (maps / "new.yaml").write_text(CONFIG, "utf-8")
    done = CliRunner().invoke(main, ["diff", "my maps/new.yaml", "--base", "HEAD", "--format", "markdown"])
    assert done.exit_code == 1
    assert done.stdout.startswith(f"### no my maps/new.yaml at {base[:7]} → my maps/new.yaml\n")
    assert "**Newly reported** (3)" in done.stdout


def test_a_commit_that_is_not_there(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hint = "in CI check out with its history, as by `fetch-depth: 0`"
    for name in ("nowhere", "0123456789", "--all", "HEAD^9", "HEAD:my maps"):
        done = run(f"--base={name}", "--exit-zero")
        assert (done.exit_code, done.stderr) == (1, f"--base {name}: there is no such commit here; {hint}\n")
    (maps / "more").touch()
    commit(maps)
    shallow = maps.parents[1] / "shallow"
    git(maps, "clone", "-q", "--depth", "1", maps.parent.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    assert "fetch-depth" in run("--base", "HEAD^1").stderr
    assert run("--base", "HEAD").exit_code == 0


def test_a_folder_that_is_in_no_repository(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (maps.parents[1] / "config.yaml").write_text(CONFIG.replace("units_from: {file: data/more.csv}\n", ""), "utf-8")
    monkeypatch.chdir(maps.parents[1])
    done = CliRunner().invoke(main, ["diff", "--base", "HEAD"])
    assert done.exit_code == 1
    assert "git says: not a git repository" in done.stderr
    monkeypatch.setenv("PATH", str(maps))
    done = CliRunner().invoke(main, ["diff", "--base", "HEAD"])
    assert (done.exit_code, done.stderr) == (1, "git is needed for this, and is not installed\n")


def test_faults_of_the_earlier_config_are_told_at_its_commit(maps: Path) -> None:
    (maps / "data" / "more.csv").write_text(TABLE.replace("300", "lots"), "utf-8")
    (maps / "config.yaml").write_text(
        CONFIG + "layers: [{kind: line, id: a, role: border, file: data/mroe.geojson}]\n", "utf-8"
    )
    base = commit(maps)[:7]
    (maps / "data" / "more.csv").write_text(TABLE, "utf-8")
    (maps / "config.yaml").write_text(CONFIG, "utf-8")
    done = run("--base", "HEAD", "--format", "markdown")
    assert (done.exit_code, done.stdout) == (1, "")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        f"my maps/config.yaml at {base}:10:50",
        f"my maps/data/more.csv at {base}:2",
    ]
    assert "/tmp" not in done.stderr
    done = run("--base", "HEAD", "--format", "markdown", "--exit-zero")
    assert (done.exit_code, done.stdout) == (0, "Nothing is compared, as the earlier config is at fault.\n")
    assert done.stderr.count(": warning: ") == 2
    done = run("--base", "HEAD", "--format", "json", "--exit-zero")
    assert (done.exit_code, done.stdout) == (0, "")
    (maps / "config.yaml").write_text("titel: x\n", "utf-8")
    assert run("--base", "HEAD", "--exit-zero").exit_code == 1, "this one is at fault as well"


@pytest.mark.parametrize(
    "arguments",
    [
        ("other.yaml", "--base", "HEAD"),
        ("--base", "HEAD", "--from", "2021-01-01", "--to", "2021-02-01"),
        ("--base", "HEAD", "--from", "2021-01-01"),
        ("--base", "HEAD", "--pictures", RAW),
        ("--pictures", RAW, "--format", "markdown"),
        ("--base", "HEAD", "--format", "markdown", "--pictures", "https://example.org/{path}"),
        ("--base", "HEAD", "--format", "markdown", "--pictures", "javascript:{commit}{path}"),
    ],
)
def test_wrong_usage(maps: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_what_either_state_holds_back_is_not_told(maps: Path) -> None:
    """A unit that is under embargo now, and one whose place is told less closely than before."""
    build(maps)
    commit(maps)
    text = CONFIG.replace("troops: 50", "troops: 60, precision: 0.5").replace(
        "troops: 900", "troops: 1, embargo_until: 2099-01-01"
    )
    (maps / "config.yaml").write_text(text, "utf-8")
    for form in ("table", "markdown", "json"):
        told = run("--base", "HEAD", "--format", form).stdout
        assert "16.91" not in told
        assert "0.91" not in told
        assert "ao" not in told
        assert "900" not in told
        assert "50" in told
    shown = run("--base", "HEAD", "--format", "markdown", "--pictures", RAW).stdout
    assert shown.endswith("\n\nNo pictures: the two do not hold back the same.\n")
    (maps / "config.yaml").write_text(CONFIG.replace("troops: 50", "troops: 50, precision: 0.5"), "utf-8")
    assert "No pictures" in run("--base", "HEAD", "--format", "markdown", "--pictures", RAW).stdout


def build(maps: Path) -> None:
    assert CliRunner().invoke(main, ["build", str(maps)]).exit_code == 0


def pictures(*arguments: str) -> str:
    done = run("--base", *(arguments or ("HEAD^1",)), "--format", "markdown", "--exit-zero", "--pictures", RAW)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.partition("\n\n|  | before")[2] or done.stdout.rstrip().rpartition("\n\n")[2]


def small(commit: str, name: str, when: str) -> str:
    address = f"https://example.org/o/r/raw/{commit}/my%20maps/output/{name}"
    return f'<img width="320" alt="{name}, {when}" src="{address}">'


def test_pictures_stand_side_by_side(maps: Path) -> None:
    assert pictures("HEAD") == "No pictures: none are committed in my maps/output."
    build(maps)
    assert pictures("HEAD") == "No pictures: none are committed in my maps/output.", "built, but in no commit"
    base = commit(maps)
    assert pictures("HEAD") == "The committed pictures are the same."
    git(maps, "checkout", "-qb", "branch")
    (maps / "config.yaml").write_text(
        CONFIG.replace("id: phone, width: 335", "id: desk, width: 600").replace("900", "700"), "utf-8"
    )
    build(maps)
    tip = commit(maps)
    git(maps, "checkout", "-q", "main")
    git(maps, "merge", "-q", "--no-ff", "-m", "As a service merges it for the while", "branch")
    assert pictures() == (
        " | after |\n| --- | --- | --- |\n"
        f"| north-desk.png | not there | {small(tip, 'north-desk.png', 'after')} |\n"
        f"| north-wide.png | {small(base, 'north-wide.png', 'before')} | {small(tip, 'north-wide.png', 'after')} |\n"
        f"| north-phone.png | {small(base, 'north-phone.png', 'before')} | gone |\n"
    )
    (maps / "config.yaml").write_text(CONFIG.replace("id: phone, width: 335", "id: desk, width: 600"), "utf-8")
    build(maps)
    assert f"| north-wide.png | {small(base, 'north-wide.png', 'before')} | built, not committed |" in pictures()
    done = run("--base", "HEAD^1", "--format", "markdown", "--pictures", RAW)
    assert "No changes." in done.stdout.splitlines()
    assert "<img " in done.stdout


def test_of_very_many_pictures_the_first_are_shown(maps: Path) -> None:
    boards = ", ".join(f"{{id: b{number}, width: {420 - number}}}" for number in range(9))
    text = re.sub(r"artboards: .*", f"artboards: [{boards}]", CONFIG)
    (maps / "config.yaml").write_text(text, "utf-8")
    build(maps)
    (maps / "output" / "other-wide.png").touch()
    commit(maps)
    (maps / "config.yaml").write_text(text.replace("900", "700"), "utf-8")
    build(maps)
    (maps / "output" / "other-wide.png").write_text("of another map", "utf-8")
    commit(maps)
    shown = pictures()
    assert re.findall(r"^\| (\S+) \|", shown, re.MULTILINE)[1:] == [f"north-b{number}.png" for number in range(6)]
    assert shown.endswith("\n\n3 more pictures changed.\n")


def test_pictures_are_of_one_kind(maps: Path) -> None:
    (maps / "config.yaml").write_text(CONFIG.replace("[png]", "[svg]"), "utf-8")
    build(maps)
    commit(maps)
    (maps / "config.yaml").write_text(CONFIG.replace("[png]", "[svg]").replace("900", "700"), "utf-8")
    build(maps)
    commit(maps)
    assert pictures().count("north-wide.svg, after") == 1


def test_a_map_of_the_change_since_a_commit(maps: Path) -> None:
    """It names no table that it was made from, and not the passing copy."""
    base = git(maps, "rev-parse", "HEAD")
    (maps / "config.yaml").write_text(CONFIG.replace("900", "700"), "utf-8")
    assert run("--base", "HEAD", "--out", "out").exit_code == 1
    listed = (maps.parent / "out" / "manifest.json").read_text("utf-8")
    assert "more.csv" not in listed and base not in listed
    assert {"units", "before.units"} < json.loads(listed)["published"].keys()
    written = b"".join(path.read_bytes() for path in (maps.parent / "out").iterdir())
    assert b"/tmp" not in written


def test_files_outside_the_folder_are_read_where_that_is_allowed(maps: Path) -> None:
    (maps.parent / "more.csv").write_text(TABLE, "utf-8")
    (maps / "config.yaml").write_text(CONFIG.replace("data/more.csv", "../more.csv"), "utf-8")
    commit(maps)
    (maps.parent / "more.csv").write_text(TABLE.replace("300", "310"), "utf-8")
    assert "+10" in run("--base", "HEAD", "--allow-outside").stdout
    assert "a file beside or below the config" in run("--base", "HEAD").stderr


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_a_link_of_the_earlier_commit_leads_nowhere_else(maps: Path) -> None:
    (maps.parents[1] / "secret.csv").write_text(TABLE.replace("300", "666"), "utf-8")
    (maps / "data" / "more.csv").unlink()
    (maps / "data" / "more.csv").symlink_to(maps.parents[1] / "secret.csv")
    commit(maps)
    (maps / "data" / "more.csv").unlink()
    (maps / "data" / "more.csv").write_text(TABLE, "utf-8")
    done = run("--base", "HEAD")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "a file beside or below the config" in done.stderr


def copied(maps: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[Result, set[str]]:
    """What is said of the commit before, and the files that were written to be read for it."""
    found: set[str] = set()

    def noted(path: str, name: str, *, allow_outside: bool = False) -> State:
        root = Path(path).parents[1]
        if root.name.startswith("geomap-"):
            found.update(str(file.relative_to(root)) for file in root.rglob("*") if not file.is_dir())
        return state_of(path, name, allow_outside=allow_outside)

    monkeypatch.setattr(commits, "state_of", noted)
    return run("--base", "HEAD", *arguments), found


def test_no_other_files_are_read_than_those_that_the_config_names(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through links and patterns too, with the parts that belong to one, and whatever else lies there."""
    for name in (
        "data/a/x.csv",
        "data/b/x.csv",
        "other/y.csv",
        "front.shp",
        "front.dbf",
        "other.dbf",
        "own.ttf",
        "notes.md",
    ):
        (maps / name).parent.mkdir(exist_ok=True)
        (maps / name).write_text(TABLE.replace("kidal", name.partition(".")[0].replace("/", "-")), "utf-8")
    (maps / "linked").symlink_to("other")
    (maps / "z.csv").symlink_to("data/a/../../linked/y.csv")
    more = "layers: [{kind: line, id: f, role: front_line, file: front.shp}]\nfonts: [missing.ttf]\n"
    entries = (
        "units_from: [data/more.csv, linked/y.csv, {file: z.csv, defaults: {as_of: 2022-01-01}}, 'data/*/x.csv']\n"
    )
    (maps / "config.yaml").write_text(CONFIG.replace("units_from: {file: data/more.csv}\n", entries + more), "utf-8")
    (maps / "places.lock.yaml").write_text("places: []\n", "utf-8")
    commit(maps)
    (maps / "config.yaml").write_text(CONFIG, "utf-8")
    links = {"my maps/linked", "my maps/z.csv"}
    done, found = copied(maps, monkeypatch)
    assert "missing.ttf" in done.stderr
    named = {"config.yaml", "places.lock.yaml", "data/more.csv", "other/y.csv", "data/a/x.csv", "data/b/x.csv",
             "front.shp", "front.dbf"}  # fmt: skip
    assert found - links == {f"my maps/{name}" for name in named}


def test_a_pattern_is_of_the_commit_too(maps: Path) -> None:
    (maps / "data" / "next.csv").write_text(TABLE.replace("kidal", "aguel"), "utf-8")
    (maps / "config.yaml").write_text(CONFIG.replace("data/more.csv", "data/**/*.csv"), "utf-8")
    commit(maps)
    (maps / "data" / "next.csv").unlink()
    assert "aguel" in run("--base", "HEAD").stdout


def packed(maps: Path, name: str, size: int) -> None:
    """A commit with a file of noughts that is gone now."""
    git(maps, "config", "core.bigFileThreshold", "1m")
    with (maps / name).open("wb") as file:
        file.truncate(size)
    commit(maps)


@pytest.mark.skipif(os.name == "nt", reason="no such measure")
@pytest.mark.long
def test_a_large_file_of_the_commit_takes_no_memory(maps: Path) -> None:
    packed(maps, "pad.bin", 250_000_000)
    (maps / "pad.bin").unlink()
    memory, status, _ = memory_of(maps, "diff", "--base", "HEAD")
    assert (status, memory < 250_000_000) == (0, True)


def test_files_that_are_too_large_are_told(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committed, "_MOST_OF_ONE", len(CONFIG))
    (maps / "data" / "more.csv").write_text(TABLE + " " * len(CONFIG), "utf-8")
    base = commit(maps)
    (maps / "data" / "more.csv").write_text(TABLE, "utf-8")
    assert f"the commit {base[:7]} has my maps/data/more.csv, which is larger than" in run("--base", "HEAD").stderr
    monkeypatch.setattr(committed, "_MOST_OF_ONE", 10_000)
    monkeypatch.setattr(committed, "_MOST", len(CONFIG) + 10)
    assert "has files of a map that are larger than" in run("--base", "HEAD").stderr
    monkeypatch.setattr(git_module, "_MOST_ANSWERED", 10)
    assert "git knows more of it than" in run("--base", base).stderr


@pytest.mark.skipif(os.name == "nt", reason="no such names")
@pytest.mark.parametrize("name", ["a", "my maps"])
def test_nothing_is_made_through_a_link_of_a_commit(maps: Path, tmp_path: Path, name: str) -> None:
    """A tree may have a name twice: as a link, and as a folder."""
    victim = tmp_path / "victim"
    victim.mkdir()

    def stored(data: bytes, kind: str = "blob") -> bytes:
        command = ["git", "hash-object", "-w", "--stdin", "-t", kind, "--literally"]
        return bytes.fromhex(
            subprocess.run(command, cwd=maps, input=data, capture_output=True, check=True).stdout.decode()
        )

    blob = stored(b"x\n")
    inner = stored(b"40000 made\0" + stored(b"100644 c\0" + blob, "tree"), "tree")
    config = stored(CONFIG.encode())
    twice = f"120000 {name}\0".encode() + stored(str(victim).encode()) + f"40000 {name}\0".encode() + inner
    own = stored(twice + b"100644 config.yaml\0" + config, "tree")
    tree = stored(b"40000 my maps\0" + own, "tree") if name == "a" else own
    base = git(maps, "commit-tree", tree.hex(), "-m", "bad")
    done = run("--base", base, *(["--allow-outside"] if name != "a" else []))
    assert (done.exit_code, [*victim.iterdir()]) == (1, [])
    assert f"a name in commit {base[:7]} leads elsewhere" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_a_config_that_is_a_link_out_of_the_commit_is_not_read(maps: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("units: [{secret: 1}]\n", "utf-8")
    (maps / "config.yaml").unlink()
    (maps / "config.yaml").symlink_to(tmp_path / "secret.yaml")
    base = commit(maps)
    (maps / "config.yaml").unlink()
    (maps / "config.yaml").write_text(CONFIG, "utf-8")
    assert run("--base", "HEAD").stderr == f"the commit {base[:7]} has a config that is a link out of its folder\n"


def test_a_text_of_thousands_of_rows_fits_into_a_comment() -> None:
    before = [unit(f"unit{number}", number + 1, label=f"Гарнизон {number}") for number in range(4000)]
    after = [unit(f"unit{number}", number + 7, label=f"Гарнизон {number}", grade="A1") for number in range(3000)]
    text = as_markdown(compare(before, after), "March", "April")
    assert MOST_BYTES * 0.9 < len(text.encode("utf-8")) < MOST_BYTES + 2000
    shown = [int(title) for title in re.findall(r"^\*\*[^*]+\*\* \((\d+)\)$", text, re.MULTILINE)]
    assert shown[:2] == [1000, 3000]
    left = [int(count) for count in re.findall(r"^… and (\d+) more$", text, re.MULTILINE)]
    assert len(re.findall(r"^\| Гарнизон", text, re.MULTILINE)) + sum(left) == sum(shown)


def test_nothing_that_the_repository_names_is_run(maps: Path, tmp_path: Path) -> None:
    """Neither a hook, nor a monitor, nor a filter; what is committed is read as it is."""
    told = tmp_path / "told"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >>{told}\ncat\n", "utf-8")
    program.chmod(0o755)
    for hook in ("post-index-change", "post-checkout"):
        (maps.parent / ".git" / "hooks").mkdir(exist_ok=True)
        (maps.parent / ".git" / "hooks" / hook).symlink_to(program)
    for name in ("core.fsmonitor", "filter.own.smudge", "filter.own.clean", "diff.external", "core.pager"):
        git(maps, "config", name, str(program))
    (maps.parent / ".git" / "info").mkdir(exist_ok=True)
    (maps.parent / ".git" / "info" / "attributes").write_text("* filter=own diff=own\n", "utf-8")
    (maps / "data" / "more.csv").write_text(TABLE.replace("300", "400"), "utf-8")
    told.unlink(missing_ok=True)
    done = run("--base", "HEAD", "--format", "markdown", "--pictures", RAW)
    assert (done.exit_code, "Troops in all: 1,250 → 1,350" in done.stdout) == (1, True), done.stderr
    assert not told.exists()


POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 12345\n"
IS_POINTER = (
    "is a pointer of Git LFS, which stands for the file; `git lfs pull` brings that; `--base` reads what is committed"
)


def test_a_pointer_of_lfs_is_told_as_such(maps: Path) -> None:
    """The file is there, but in the commit stands another in its place."""
    (maps / "data" / "more.csv").write_text(POINTER, "utf-8")
    base = commit(maps)
    (maps / "data" / "more.csv").write_text(TABLE, "utf-8")
    done = run("--base", "HEAD")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"my maps/data/more.csv at {base[:7]}: {IS_POINTER} as it is\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((f"data.{end}", "units_from: {}") for end in ("csv", "xlsx", "parquet", "gpkg", "geojson", "kmz")),
        ("front.gpkg", "layers: [{{kind: line, id: f, role: front_line, file: {}}}]"),
        ("own.woff", "fonts: {}"),
        ("places.lock.yaml", "units: [{{place: Gao, country: ML}}] # {}"),
        ("config.yaml", ""),
    ],
)
def test_so_is_one_of_any_file(name: str, text: str, tmp_path: Path) -> None:
    if text:
        units = "" if "units" in text else "\nunits: [{id: a, at: {lat: 16, lon: 0}}]"
        (tmp_path / "config.yaml").write_text(f"{text.format(name)}{units}\n", "utf-8")
    (tmp_path / name).write_text(POINTER, "utf-8")
    done = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert name in done.stderr and IS_POINTER in done.stderr
