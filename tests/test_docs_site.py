"""The docs: built strictly, each snippet run in the order of its page, the reference complete."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner, Result
from nbclient import NotebookClient

from geomap.cli import main
from geomap.config.json_schema import json_schema
from scripts import docs_reference
from scripts.docs_reference import REFERENCE, commands_page, gallery_page, keys_page, meaning
from scripts.make_pictures import PICTURES
from tests.conftest import ROOT
from tests.waiting import PATIENCE

DOCS = ROOT / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md"))
GUIDE = [page for page in PAGES if page not in REFERENCE]  # written by hand
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@dataclass
class Session:
    """The folder that a page's commands run in, as a reader would go on in it."""

    folder: Path
    last: Result | None = None

    def take(self, language: str, title: str, text: str) -> None:
        if title.endswith(".yml"):
            return  # of a CI service: see tests/test_ci.py
        if title and title != "fails":
            (self.folder / title).write_text(text, "utf-8")
        elif language == "sh":
            for line in text.splitlines():
                self.run(line, fails=title == "fails")
        elif language == "python":
            exec(text, {"__name__": "__main__"})
        elif language == "text":
            assert self.last, "what says so?"
            missing = [line for line in text.splitlines() if line not in self.last.output]
            assert not missing, f"{missing} are not in:\n{self.last.output}"

    def run(self, line: str, *, fails: bool) -> None:
        program, *arguments = line.split()
        assert program == "geomap", line
        self.last = CliRunner().invoke(main, arguments)
        assert self.last.exit_code == (1 if fails else 0), f"{line}\n{self.last.output}"


@pytest.mark.parametrize("page", GUIDE)
def test_the_snippets_of_a_page_run_in_their_order(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session(tmp_path)
    for language, title, text in BLOCK.findall((DOCS / page).read_text("utf-8")):
        session.take(language, title, text)


def test_the_site_builds_strictly_and_asks_for_nothing_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    assert pages >= {page.replace(".md", ".html") for page in [*PAGES, "gallery.md"]}
    for page in pages - {"example/eastern-ukraine.html"}:
        html = (tmp_path / "site" / page).read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|link rel="stylesheet")[^>]*?(?:src|href)="(https?:[^"]*)"', html)
        assert loaded == [], page
    assert (tmp_path / "site" / "example" / "eastern-ukraine-wide.png").is_file()


@pytest.mark.parametrize("name", REFERENCE)
def test_the_committed_reference_is_what_its_script_makes(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == REFERENCE[name](), "run: make reference"


def test_the_reference_is_written_by_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs_reference, "DOCS", tmp_path)
    docs_reference.main()
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        name: (DOCS / name).read_text("utf-8") for name in REFERENCE
    }
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^reference:.*\n\t\S+ -m scripts\.docs_reference$", makefile, re.MULTILINE)


def anchors(text: str) -> set[str]:
    """What a link may lead to within a page: its headings as GitHub and the site name them, and marks of its own."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)", prose, flags=re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return named | set(re.findall(r"<a id='(.+?)'>", prose))


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{name}" for name in PAGES)])
def test_links_lead_somewhere_in_the_repository_too(page: str) -> None:
    """As on a service that shows its files, without a build of the site."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target, _, anchor in (link.partition("#") for link in re.findall(r"\]\((?!https?:)(\S+?)\)", text)):
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text("utf-8")), f"{target}#{anchor}"


def test_every_key_stands_in_the_reference_with_its_meaning() -> None:
    page, schema = keys_page(), json_schema()
    rows = [schema, *(row for row in schema["$defs"].values() if "properties" in row)]
    keys = [(key, value) for row in rows for key, value in row["properties"].items()]
    assert len(keys) > 80
    for key, value in keys:
        assert f"| `{key}` |" in page
        assert meaning(value, schema), f"{key} has no meaning"
    assert "| any |" not in page


def test_every_command_stands_in_the_reference() -> None:
    page = commands_page()
    for name, command in main.commands.items():
        assert f"## geomap {name}\n" in page
        assert all(
            option in page for parameter in command.params for option in parameter.opts if option.startswith("--")
        )


def test_the_gallery_shows_each_picture_with_its_config() -> None:
    page = gallery_page()
    shown = set(re.findall(r"\(pictures/(\S+)\.png\)", page))
    assert shown == set(PICTURES)
    configs = re.findall(r"    ```yaml\n(.*?)    ```", page, flags=re.DOTALL)
    assert len(configs) == len(shown)
    assert all(yaml.safe_load(re.sub(r"^    ", "", text, flags=re.MULTILINE)) for text in configs)


@pytest.mark.long
def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    NotebookClient(
        notebook, timeout=PATIENCE, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("<iframe" in output.get("data", {}).get("text/html", "") for output in shown)
    assert (tmp_path / "maps" / "map.geojson").is_file()
