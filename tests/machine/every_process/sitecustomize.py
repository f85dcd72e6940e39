"""In every Python of the tests, those that they start included: no network, no wait for a disk, the clock asked for.

Python imports this where it finds it on PYTHONPATH. GEOMAP_TEST_CLOCK is a number of days, by which it is later.
"""

from __future__ import annotations

import os
import sys

_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}  # the address
_HERE = ("", "localhost", "::1", "::", "0.0.0.0")


def _is_here(address: object) -> bool:
    """Whether this is an address of this computer, all of its own included, or a socket that is a file."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("utf-8", "replace")
    return not isinstance(host, str) or host in _HERE or host.startswith(("127.", "/", "\0"))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _AT and not _is_here(arguments[_AT[event]]):
        raise RuntimeError(f"a test asked for the network: {event} {arguments[_AT[event]]!r}")


sys.addaudithook(_refuse)

# No test cuts the power, and those of a disk that fails put their own in its place: none waits for the machine's disk.
os.fsync = lambda file: None

# jsonschema has it for two formats, "iri" and "iri-reference"; to compile its grammar takes seconds of each process.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

if days := float(os.environ.get("GEOMAP_TEST_CLOCK", "0")):
    import time

    import time_machine

    time_machine.travel(time.time() + days * 86400, tick=True).start()
