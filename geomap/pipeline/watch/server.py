"""The preview's server: this computer only, reads only, and nothing but the preview's own files and the outputs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from threading import BoundedSemaphore, Event, Thread, Timer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from geomap.errors import GeomapError, OutputError, Problem
from geomap.pipeline.watch.changes import Changes
from geomap.pipeline.watch.preview import Preview

ADDRESS = "127.0.0.1"
POLL = 0.1  # seconds between looks at the files
HEARTBEAT = 10.0  # seconds; a reader that has gone is noticed at the next one
PATIENCE = 20.0  # seconds for a reader to ask or to take what it asked for, before its connection is closed
MOST_READERS = 64  # connections at once; a window has up to six
MOST_STREAMS = 24  # of them that hear of changes, one a window; for a new one the oldest ends at its next heartbeat
_ASSETS = Path(__file__).parent / "assets"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_OWN = {"/": "watch.html", "/watch.js": "watch.js", "/watch.css": "watch.css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# An output brings its own styles, fonts and, in the page, hashes of its scripts; nothing of it may connect.
_PAGE_POLICY = "connect-src 'none'; form-action 'none'; frame-ancestors 'self'"
_PICTURE_POLICY = "default-src 'none'; style-src {styles}; font-src data:; img-src data:; frame-ancestors 'none'"
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def _output_policy(suffix: str, data: bytes) -> str:
    """What an output may do: a picture has no script, and no style but its own."""
    if suffix == ".html":
        return _PAGE_POLICY
    hashes = [b64encode(sha256(style).digest()).decode() for style in _STYLE.findall(data)]
    return _PICTURE_POLICY.format(styles=" ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'")


def watch(
    config_path: str | Path,
    *,
    port: int,
    say: Callable[[Preview, str], None],
    stop: Event | None = None,
    allow_outside: bool = False,
) -> None:
    """Serve the preview until `stop` is set or Ctrl-C; `say` is told of each reading, and the address."""
    ended = stop or Event()
    preview = Preview(config_path, allow_outside=allow_outside)
    changes = Changes(preview.path)
    with Server(port, preview) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": POLL}, daemon=True).start()
        try:
            while not ended.is_set():
                if changes.found(preview.config, wrong=not preview.is_right):
                    preview.refresh()
                    say(preview, server.url)
                ended.wait(POLL)
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


class Server(ThreadingHTTPServer):
    """Serves one preview on the loopback address; a port of 0 takes any that is free."""

    daemon_threads = True

    def __init__(self, port: int, preview: Preview) -> None:
        self.preview = preview
        self._free = BoundedSemaphore(MOST_READERS)
        self.streams: deque[object] = deque(maxlen=MOST_STREAMS)
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            text = f"port {port} cannot be used: {error.strerror}"
            raise OutputError(Problem(text=text, hint="choose another, e.g. --port 0 for any that is free")) from error

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://{ADDRESS}:{self.server_address[1]}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own; where too many are at it already, not at all."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:  # there is no thread, which would do it
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In that thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that has gone away is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = PATIENCE
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "geomap", ""

    def handle_one_request(self) -> None:
        """Answer a request that has come whole in time, however slowly it trickles."""
        self._late = Timer(PATIENCE, self._hang_up)
        self._late.daemon = True
        self._late.start()
        try:
            super().handle_one_request()
        finally:
            self._late.cancel()

    def _hang_up(self) -> None:
        with suppress(OSError):  # it has gone by itself
            self.connection.shutdown(SHUT_RDWR)

    def do_GET(self) -> None:
        """Answer with one of our own files, an output, or the stream of states."""
        self._late.cancel()
        if self.headers.get("Host", "") not in self._own_hosts():
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", b"This preview is for this computer only.\n")
            return
        try:
            asked = urlsplit(self.path)
        except ValueError:  # of a host that is none
            self._answer(HTTPStatus.BAD_REQUEST, "text/plain", b"This is no address.\n")
            return
        path = unquote(asked.path)
        if path in _OWN:
            file = _ASSETS / _OWN[path]
            self._answer(HTTPStatus.OK, _TYPES[file.suffix], file.read_bytes(), _POLICY)
        elif path == "/events":
            self._stream()
        else:
            self._output(path.removeprefix("/output/") if path.startswith("/output/") else "")

    def _is_late(self) -> bool:
        """Whether what is asked for is of an earlier version, whose reader is about to hear of a newer one."""
        asked = parse_qs(urlsplit(self.path).query).get("v", [])
        return bool(asked) and asked != [str(self.server.preview.version)]

    def _own_hosts(self) -> set[str]:
        """Another name that leads to this address is a page elsewhere that wants to look in."""
        port = self.server.server_address[1]
        return {f"{ADDRESS}:{port}", f"localhost:{port}"}

    def _output(self, name: str) -> None:
        try:
            data = self.server.preview.file(name)
        except KeyError:
            if self._is_late():
                self._answer(HTTPStatus.NO_CONTENT, "text/plain", b"")
                return
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"There is nothing of this name.\n")
        except GeomapError as error:
            problems = json.dumps([problem.as_dict() for problem in error.problems]).encode()
            self._answer(HTTPStatus.CONFLICT, "application/json", problems)
        else:
            suffix = Path(name).suffix
            self._answer(HTTPStatus.OK, _TYPES[suffix], data, _output_policy(suffix, data))

    def _answer(self, status: HTTPStatus, kind: str, data: bytes, policy: str = "default-src 'none'") -> None:
        self._head(status, kind, policy)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str, policy: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")

    def _stream(self) -> None:
        """Server-sent events: the state now, and again after each change."""
        self._head(HTTPStatus.OK, "text/event-stream", "default-src 'none'")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        preview, sent = self.server.preview, -1
        streams = self.server.streams
        streams.append(self)  # a window whose stream was ended asks for another
        try:
            while self in streams:
                line = ": still here\n\n"
                if preview.wait(sent, HEARTBEAT):
                    state = preview.state()
                    sent, line = state["version"], f"data: {json.dumps(state)}\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
        finally:
            with suppress(ValueError):
                streams.remove(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are nobody's business."""
