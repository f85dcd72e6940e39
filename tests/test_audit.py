"""`make audit` reads a database that is kept, and never says that all is well where nothing was asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from scripts import audit
from scripts.lock import DEV, MAP, pins

LOCKED = {"sound": ["1.0"], "holed": ["2.0"], "two-forks": ["1.0", "3.0"]}


def record(name: str, *events: dict[str, str], id: str = "PYSEC-1", **more: Any) -> dict[str, Any]:
    spans = [
        {"type": "GIT", "events": [{"introduced": "0"}]},
        {"type": "ECOSYSTEM", "events": list(events)},
    ]
    package = {"ecosystem": "PyPI", "name": name}
    return {"id": id, "modified": "2026-11-02T00:00:00Z", "affected": [{"package": package, "ranges": spans}], **more}


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (record("Holed", {"introduced": "0"}, {"fixed": "2.1"}), ["holed 2.0: PYSEC-1, mended in 2.1"]),
        (record("holed", {"introduced": "0"}, {"fixed": "2.0"}), []),
        (record("holed", {"introduced": "2.0"}), ["holed 2.0: PYSEC-1, mended in no version yet"]),
        (record("holed", {"introduced": "2.0.1"}), []),
        (
            record("holed", {"introduced": "0"}, {"last_affected": "2.0"}),
            ["holed 2.0: PYSEC-1, mended in no version yet"],
        ),
        (record("holed", {"introduced": "0"}, {"last_affected": "1.9"}), []),
        (
            record("holed", {"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "1.5"}, {"fixed": "2.2"}),
            ["holed 2.0: PYSEC-1, mended in 1.1, 2.2"],
        ),
        (record("Two_Forks", {"introduced": "2"}, {"fixed": "4"}), ["two-forks 3.0: PYSEC-1, mended in 4"]),
        (record("another", {"introduced": "0"}), []),
    ],
)  # fmt: skip
def test_the_versions_that_a_record_holds_for(known: dict[str, Any], found: list[str]) -> None:
    status, lines = audit.verdict([known], LOCKED)
    assert lines[:-1] == found
    assert status == bool(found)
    said = f"libraries audited: 3, with known holes: {len(found)}, by a database whose newest record is of 2026-11-02"
    assert lines[-1] == said


def test_versions_that_are_listed_count_too_and_other_ecosystems_do_not() -> None:
    package = {"ecosystem": "PyPI", "name": "holed"}
    listed = {"id": "A", "affected": [{"package": package, "versions": ["1.0", "2.0"]}]}
    other = {"id": "B", "affected": [{"package": {**package, "ecosystem": "npm"}, "versions": ["2.0"]}]}
    assert [hole.id for hole in audit.holes([listed, other], LOCKED)] == ["A"]


def test_every_locked_version_is_audited_out_of_either_kind_of_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (version, _), *_ = pins(MAP)["pillow"]
    hole = record("Pillow", {"introduced": "0"})
    withdrawn = record("Pillow", {"introduced": "0"}, id="PYSEC-2", withdrawn="2026-01-01T00:00:00Z")
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        for row in (hole, withdrawn):
            archive.writestr(f"{row['id']}.json", json.dumps(row))
    (tmp_path / "checkout" / "vulns").mkdir(parents=True)
    (tmp_path / "checkout" / "vulns" / "a.yaml").write_text(json.dumps(hole), "utf-8")  # JSON is YAML
    for database in ("all.zip", "checkout"):
        assert audit.main(tmp_path / database) == 1
        first, last = capsys.readouterr().out.splitlines()
        assert first == f"pillow {version}: PYSEC-1, mended in no version yet"
        assert last.startswith(f"libraries audited: {len({*pins(MAP), *pins(DEV)})}, with known holes: 1, ")


def test_no_database_is_no_all_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(url: str) -> None:
        raise OSError("no route")

    monkeypatch.setattr(audit, "urlretrieve", offline)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("Not found", "utf-8")
    for name, said in (("gone.zip", "no route"), ("text.zip", "File is not a zip file")):
        assert audit.main(tmp_path / name) == 2
        assert capsys.readouterr().out == f"nothing was audited: {tmp_path / name}: {said}\n"
    assert audit.main(tmp_path / "empty") == 2
    assert capsys.readouterr().out == "nothing was audited: the database is empty\n"
