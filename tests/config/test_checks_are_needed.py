"""Some broken inputs, whose messages are not said without their checks; `make prove` tries all."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.prove_checks import BAD, cases, proved

SOME = cases()[::160]


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_each_message_has_a_check(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    found = proved(path)
    assert found
    assert [message for message, check in found.items() if check is None] == []


def test_a_message_without_a_check_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("titel: A\nview: {bounds: [1, 2, 3, 4]}\n", "utf-8")
    said = "a.yaml:1:1: titel: there is no such key; did you mean title?"
    (tmp_path / "a.txt").write_text(f"{said}\nnothing says this\n", "utf-8")
    found = proved(tmp_path / "a.yaml")
    assert (str(found[said]), found["nothing says this"]) == ("extra_forbidden at ('titel',)", None)
