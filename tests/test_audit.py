"""`make audit` never says that all is well where nobody was asked."""

from __future__ import annotations

import subprocess

import pytest

from scripts import audit

HOLE = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": []}
SOUND, HOLED = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "2", "vulns": [HOLE, HOLE]}
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}
OURS = {"name": "geomap", "skip_reason": "distribution marked as editable"}


@pytest.mark.parametrize(
    ("found", "status", "last"),
    [
        ([SOUND, OURS], 0, "libraries audited: 1, with known holes: 0"),
        ([SOUND, HOLED], 1, "libraries audited: 2, with known holes: 1"),
        ([SOUND, UNKNOWN], 0, "not audited, since the server does not know them: 1, as c"),
        ([UNKNOWN, OURS], 2, "not audited, since the server does not know them: 1, as c"),
    ],
)
def test_the_verdict(found: list[dict[str, object]], status: int, last: str) -> None:
    told, lines = audit.verdict(found)
    assert (told, lines[-1]) == (status, last)
    assert ("b 2: PYSEC-1, mended in 2.1" in lines) == (HOLED in found)


def test_no_answer_is_no_all_clear(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def offline(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "Traceback ...\nrequests.exceptions.ConnectionError: no route\n")

    monkeypatch.setattr(subprocess, "run", offline)
    assert audit.main() == 2
    assert capsys.readouterr().out == "nothing was audited: requests.exceptions.ConnectionError: no route\n"
