"""`geomap watch`: edit the file, see the change; break it, see the problem; mend it. For this computer only."""

from __future__ import annotations

import ast
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread, get_ident

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from geomap.cli import main
from geomap.fonts.embed import typeface
from geomap.pipeline.watch import Preview, server, watch
from geomap.pipeline.watch.changes import Changes
from tests.conftest import ROOT, copy_example
from tests.effort import Effort
from tests.render.browser import patient
from tests.waiting import PATIENCE, until

CONFIG = """\
name: mali
title: Garrisons
view: {bounds: [-3, 15, 3, 19]}
sources: {}
units:
  - {id: gao, at: {lat: 16.27, lon: -0.04}, label: Gao, troops: 900}
artboards: [{id: wide, width: 500}, {id: phone, width: 335}]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""


class Watched:
    """A project under watch in a thread of this process."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.yaml"
        self.said: list[tuple[str, ...]] = []
        self.url = ""
        self._stop, self._ready = Event(), Event()
        self._thread = Thread(
            target=watch, args=(self.config,), kwargs={"port": 0, "say": self._say, "stop": self._stop}
        )

    def _say(self, preview: Preview, url: str) -> None:
        self.said.append(tuple(str(problem) for problem in preview.problems))
        self.url = url
        self._ready.set()

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def edit(self, old: str, new: str) -> None:
        text = self.config.read_text("utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new), "utf-8")

    def ask(self, path: str, host: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        address = self.url.removeprefix("http://").rstrip("/")
        connection = HTTPConnection(address, timeout=PATIENCE)
        connection.request(method, path, headers={"Host": host or address})
        answer = connection.getresponse()
        found = (answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return found


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    project = Watched(folder)
    project.start()
    yield project
    project.end()


@pytest.fixture
def page(watched: Watched, chromium: Browser) -> Iterator[Page]:
    """The preview in a browser; a script error, a blocked file or a request to elsewhere is a failure."""
    watched.config.write_text(CONFIG, "utf-8")
    complaints: list[str] = []
    session = patient(chromium.new_context(viewport={"width": 900, "height": 800}))
    page = session.new_page()
    page.on("console", lambda message: "409" in message.text or complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith((watched.url, "data:")) or complaints.append(asked.url))
    page.goto(watched.url, wait_until="commit")
    yield page
    session.close()
    assert not complaints


def shown(page: Page) -> str:
    """The SVG that is in the window, drawn."""
    page.wait_for_function(
        "() => { const p = document.getElementById('picture'); return p.complete && p.naturalWidth }"
    )
    return page.evaluate("async () => (await fetch(document.getElementById('picture').src)).text()")


def wait_for(page: Page, text: str) -> None:
    until(lambda: text in shown(page), f"{text} is not seen")


def test_a_change_of_the_file_is_seen_and_a_mistake_named_until_it_is_mended(page: Page, watched: Watched) -> None:
    expect(page.locator("#picture")).to_be_visible()
    assert "Gao" in shown(page)
    watched.edit("label: Gao", "label: Gao airport")
    wait_for(page, "Gao airport")
    watched.edit("troops: 900", "troops: <b>lots</b>")
    problems = page.locator("#problems p")
    expect(problems).to_have_count(1)
    expect(problems).to_contain_text('config.yaml:6:73 units[0].troops: got "<b>lots</b>", expected')
    expect(page.locator("body")).to_have_class("stale")
    assert "Gao airport" in shown(page), "the last map that could be drawn stays"
    watched.edit("<b>lots</b>", "950")
    expect(page.locator("#problems")).to_be_hidden()
    expect(page.locator("#status")).to_have_text("up to date")


def test_each_width_and_the_page_can_be_looked_at(page: Page, watched: Watched) -> None:
    names = page.locator("nav a")
    expect(names).to_have_text(["wide, 500 px", "phone, 335 px", "page"])
    names.nth(1).click()
    page.wait_for_function("() => document.getElementById('picture').naturalWidth === 335")
    names.nth(2).click()
    expect(page.frame_locator("#page").locator("h1")).to_have_text("Garrisons")
    expect(page.frame_locator("#page").locator(".folium-map canvas").first).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()


def test_what_only_layout_finds_is_named_too(page: Page, watched: Watched) -> None:
    expect(page.locator("#picture")).to_be_visible()
    watched.edit("width: 500", "width: 500, height: 90")
    expect(page.locator("#problems p")).to_contain_text("artboards[0].height")


def test_a_missing_file_that_comes_is_noticed(page: Page, watched: Watched) -> None:
    expect(page.locator("#picture")).to_be_visible()
    watched.edit("sources: {}", "layers: [{kind: line, id: a, role: contact_line, file: lines/a.geojson}]")
    expect(page.locator("#problems p")).to_contain_text("expected a file that exists")
    (watched.config.parent / "lines").mkdir()
    (watched.config.parent / "lines" / "a.geojson").write_text(
        '{"type": "LineString", "coordinates": [[-1, 16], [1, 17]]}', "utf-8"
    )
    expect(page.locator("#problems")).to_be_hidden()
    wait_for(page, 'id="contact-line"')


def test_only_this_computer_and_only_the_previews_own_files(watched: Watched) -> None:
    port = watched.url.rstrip("/").rpartition(":")[2]
    watched.config.write_text(CONFIG, "utf-8")
    assert watched.ask("/", host="example.org")[0] == 403
    assert watched.ask("/", host=f"example.org:{port}")[0] == 403
    assert watched.ask("/", host=f"localhost:{port}")[0] == 200
    for path in (
        "/config.yaml",
        "/output/config.yaml",
        "/output/../config.yaml",
        "/output/%2e%2e/config.yaml",
        "/output/",
    ):
        assert watched.ask(path)[0] == 404, path
    assert watched.ask("/", method="POST")[0] == 501
    with socket.socket() as probe:  # a server for all addresses of this computer would answer here too
        probe.settimeout(PATIENCE)
        assert probe.connect_ex(("127.0.0.2", int(port))) != 0


@pytest.mark.parametrize("path", ["/", "/watch.js", "/output/mali-wide.svg", "/output/mali.html", "/none"])
def test_every_answer_has_a_policy_and_is_not_kept(watched: Watched, path: str) -> None:
    headers = watched.ask(path)[1]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert (
        "connect-src" in headers["Content-Security-Policy"]
        or "default-src 'none'" in headers["Content-Security-Policy"]
    )


def test_a_picture_has_no_style_but_its_own(watched: Watched, chromium: Browser) -> None:
    policy = watched.ask("/output/mali-wide.svg")[1]["Content-Security-Policy"]
    assert "unsafe" not in policy and policy.count("'sha256-") == 1
    session = patient(chromium.new_context())
    page, said = session.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{watched.url}output/mali-wide.svg")
    fonts = page.evaluate("document.fonts.ready.then((all) => [...all].map(({ status }) => status))")
    session.close()
    assert said == [], "the policy allows what it holds"
    assert "loaded" in fonts


def test_it_writes_nothing(watched: Watched) -> None:
    watched.ask("/output/mali-wide.svg")
    assert not (watched.config.parent / "output").exists()
    assert not (watched.config.parent / "places.lock.yaml").exists()


def test_a_warm_preview_does_a_fraction_of_a_cold_build(tmp_path: Path) -> None:
    """It reads the project's files and no others, and makes 95,000 calls; a cold one makes 870,000."""
    folder = copy_example(tmp_path / "project")
    preview = Preview(folder / "config.yaml")
    preview.refresh()
    opened: list[str] = []
    here = get_ident()  # this thread alone: another one serves what is watched

    def note(event: str, arguments: tuple[object, ...]) -> None:
        is_path = event == "open" and not isinstance(arguments[0], int)  # or a descriptor, of what was opened before
        if is_path and here == get_ident() and is_noted:
            opened.append(str(arguments[0]))

    is_noted = True
    sys.addaudithook(note)
    with Effort() as effort:
        preview.refresh()
    is_noted = False  # a hook stays
    assert preview.is_right
    read = ("config.yaml", "places.lock.yaml", "layers/contact_line.geojson")
    assert {*opened} == {str(folder / name) for name in read}
    assert effort.calls < 250_000


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    # A suite that runs in the background ignores Ctrl-C, and what it starts would inherit that.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{heeding}; from geomap.cli import main; main(['watch', '--port', '0'])"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert first.startswith("http://127.0.0.1:")
    assert first.endswith("/ shows config.yaml; Ctrl-C ends it\n")
    assert (process.returncode, "Traceback" in errors) == (0, False), errors


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(main, ["watch", str(tmp_path / "config.yaml"), "--port", str(port)])
    assert done.exit_code == 1
    assert done.stderr == (
        f"port {port} cannot be used: Address already in use; choose another, e.g. --port 0 for any that is free\n"
    )


def test_the_pages_of_an_atlas_are_chosen_and_follow_the_file(page: Page, watched: Watched) -> None:
    expect(page.locator("#pages")).to_be_hidden()
    watched.config.write_text(f"{CONFIG}pages: {{langs: [en, uk]}}\n".replace("Garrisons", "Posts, {lang}"), "utf-8")
    choice = page.locator("#pages")
    expect(choice.locator("option")).to_have_text(["en", "uk"])
    expect(page.locator("#name")).to_have_text("mali")
    wait_for(page, "Posts, en")
    choice.select_option("uk")
    wait_for(page, "Posts, uk")
    page.locator("nav a").nth(1).click()
    page.wait_for_function("() => document.getElementById('picture').naturalWidth === 335")
    assert "Posts, uk" in shown(page)
    watched.edit("troops: 900", "troops: 950")
    expect(page.locator("#status")).to_have_text("up to date")
    expect(choice).to_have_value("uk")
    assert watched.ask("/output/uk/mali-phone.svg")[0] == 200
    assert watched.ask("/output/de/mali-phone.svg")[0] == 404
    assert watched.ask("/output/de/mali-phone.svg?v=0")[0] == 204  # of a version that is gone
    watched.edit("langs: [en, uk]", "langs: [en]")
    page.wait_for_function("() => document.getElementById('picture').src.includes('/en%2Fmali-phone')")
    page.wait_for_function("() => document.getElementById('picture').complete")  # or it is not found, as it goes
    watched.config.write_text(CONFIG, "utf-8")
    expect(choice).to_be_hidden()


def asked_raw(port: int, request: bytes) -> socket.socket:
    """A connection on which this much was asked."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(request)
    return connection


def test_who_does_not_finish_asking_is_hung_up_on(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server._Handler, "timeout", 0.1)
    port = int(watched.url.rstrip("/").rpartition(":")[2])
    for request in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: "):
        with asked_raw(port, request) as connection:
            assert connection.recv(100) == b""


def test_who_asks_a_letter_at_a_time_is_hung_up_on(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    port = int(watched.url.rstrip("/").rpartition(":")[2])
    with asked_raw(port, b"GET / HTTP/1.1\r\nX: ") as connection:

        def is_over() -> bool:
            try:
                connection.sendall(b"x")
            except OSError:
                return True
            return False

        until(is_over, "it is read on for ever")
    with asked_raw(port, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_windows_that_wait_leave_room_for_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest stream ends where there are too many."""
    monkeypatch.setattr(server, "MOST_STREAMS", 2)
    monkeypatch.setattr(server, "MOST_READERS", 4)
    monkeypatch.setattr(server, "HEARTBEAT", 0.05)
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    with server.Server(0, Preview(tmp_path / "config.yaml")) as served:
        Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        port = served.server_address[1]
        ask = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        streams = []
        for _ in range(8):

            def heard() -> bool:
                stream = asked_raw(port, b"GET /events" + ask)
                streams.append(stream)
                try:
                    return stream.recv(100).startswith(b"HTTP/1.1 200")
                except ConnectionError:
                    return False

            until(heard, "no stream")

        def answers() -> bool:
            with asked_raw(port, b"GET /" + ask) as connection:
                try:
                    return connection.recv(100).startswith(b"HTTP/1.1 200")
                except ConnectionError:
                    return False

        until(answers, "streams hold all connections")
        assert len(served.streams) <= 2
        for stream in streams:
            stream.close()
        served.shutdown()


def test_readers_are_not_without_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_READERS", 2)
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    with server.Server(0, Preview(tmp_path / "config.yaml")) as served:
        Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        port = served.server_address[1]
        waiting = [asked_raw(port, b"GET / HT") for _ in range(2)]
        with asked_raw(port, b"") as third:
            assert third.recv(100) == b""
        for connection in waiting:
            connection.close()

        def answers() -> bool:
            with asked_raw(port, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()) as connection:
                try:
                    return connection.recv(100).startswith(b"HTTP/1.1 200")
                except ConnectionError:
                    return False

        until(answers, "who is hung up on makes room for others")
        served.shutdown()


@pytest.mark.parametrize("address", ["http://[/", "http://[::1/output/"])
def test_an_address_that_is_none_is_answered(watched: Watched, address: str) -> None:
    port = int(watched.url.rstrip("/").rpartition(":")[2])
    with asked_raw(port, f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")


def test_it_goes_on_while_its_folder_is_away(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    preview, changes = Preview(folder / "config.yaml"), Changes(folder / "config.yaml")
    assert changes.found(None, wrong=True)
    preview.refresh()
    folder.rename(tmp_path / "away")
    changes.found(preview.config, wrong=True)
    preview.refresh()
    assert [problem.text for problem in preview.problems] == ["there is no such file"]


def test_what_was_read_and_drawn_before_is_not_kept_for_ever() -> None:
    """Of what a text decides only so many answers are kept, however often it is changed."""
    assert typeface.cache_parameters()["maxsize"] == 64
    for path in sorted((ROOT / "geomap").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and "cache" in map(ast.unparse, node.decorator_list):
                texts = [one.arg for one in node.args.args if one.arg in ("text", "texts", "characters", "lines")]
                assert texts == [], f"{path.name}: {node.name}"
