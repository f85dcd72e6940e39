"""`geomap check --public`: each file of a folder that tells what a config holds back is named, and no other."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import random
import re
import shutil
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.pipeline.build import build
from geomap.pipeline.leaks import contents, search
from geomap.pipeline.leaks.contents import View
from geomap.pipeline.leaks.notations import Position, Positions
from tests.examples import mostly_long

LAT, LON = 17.12345, -0.43219
CONFIG = f"""\
title: Garrisons
sources: {{daily: {{publisher: The Daily}}, low: {{publisher: The Whisperer}}}}
sides: {{far: {{label: The Yonder Guard}}}}
layers:
  - {{kind: note, id: n, text: "The well of the old caravanserai, {{sum}}", sums: [veiled], at: {{lat: 16, lon: 0}}}}
units:
  - {{id: post-1, label: Post 1, place: Gao, country: ML, precision: 0.1, troops: 900}}
  - {{id: camp-2, label: Camp 2, place: Hinterland, at: {{lat: {LAT}, lon: {LON}}}, precision: 0.25, sources: daily,
     notes: "Beside the quarry of the salt road", links: "https://example.org/quarry"}}
  - {{id: veiled, label: Château d'eau, place: Menaka, country: ML, embargo_until: 2999-01-01, troops: 7, side: far,
     formations: [{{type: infantry, label: 12th Meharist Company}}, penguin sappers squadron], sources: low,
     notes: "Camels at the northern gate\\nbefore every sunrise", carried: {{Grid: 31QBA 1234 5678}},
     links: [{{url: "mailto:whisper@example.org?subject=gate", title: Our man at the gate}}]}}
  - {{id: ab, label: Post 1, at: {{lat: 12.5, lon: 30.75}}, embargo_until: 2999-01-01}}
artboards: [{{id: wide, width: 500, scale: 1}}]
outputs: [svg, geojson, html, kml, csv, gpkg, kmz, png, pdf, parquet]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "map.yaml").write_text(CONFIG, "utf-8")
    build(folder / "map.yaml")
    return folder


def told(project: Path, folder: Path) -> dict[str, list[str]]:
    """What is said of each file that tells something."""
    found: dict[str, list[str]] = {}
    for problem in search(project / "map.yaml", folder).problems:
        found.setdefault(Path(problem.file).name, []).append(problem.text.removeprefix("tells "))
    return found


def test_what_geomap_publishes_tells_nothing(project: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(project / "map.yaml"), "--public", str(project / "output")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"11 files in {project / 'output'} tell nothing of what {project / 'map.yaml'} holds back\n"


def test_the_config_itself_is_named(project: Path, tmp_path: Path) -> None:
    for name in ("map.yaml", "output/map.csv", "output/map.geojson"):
        shutil.copy(project / name, tmp_path)
    done = CliRunner().invoke(main, ["check", str(project / "map.yaml"), "--public", str(tmp_path)])
    assert done.exit_code == 1
    assert {line.partition(": tells")[0] for line in done.stderr.splitlines()} == {str(tmp_path / "map.yaml")}
    assert not [word for word in ("Château", "veiled", "Menaka", "Hinterland", "17.1") if word in done.output]
    as_json = CliRunner().invoke(main, ["check", str(project / "map.yaml"), "--json", "--public", str(tmp_path)])
    assert json.loads(as_json.stdout)["files"] == 3


POSITION = "the exact position of a unit"
BYTES = f"{POSITION}, as numbers of a program"
LABEL, ID = "the label of a unit under embargo", "the id of a unit under embargo"
FORMS: dict[str, tuple[str, str]] = {
    "decimals": (POSITION, "17.123, -0.432"),
    "compact": (POSITION, "[[-0.43219,17.12345],[1,2]]"),
    "one half, in full": (POSITION, "17.12345"),
    "decimal comma": (POSITION, "17,12345; -0,43219"),
    "seconds": (POSITION, "17°07'24\"N 0°25'55\"W"),
    "minutes": (POSITION, "17° 7.4' N, 0° 25.9' W"),
    "colons": (POSITION, "17:07:24 0:25:55"),
    "aviation": (POSITION, "170724N0002556W"),
    "whole": (POSITION, "171234500,-4321900"),
    "mercator": (POSITION, "-48111.17 1935200.09"),
    "utm": (POSITION, "30Q 773222 E 1895015 N"),
    "mgrs": (POSITION, "30QYD7322295015"),
    "geohash": (POSITION, "egp9qjj"),
    "plus code": (POSITION, "7C9X4HF9+9X"),
    "place of a rounded unit": ("the place of a unit whose position is rounded", "near hinterland."),
    "label": (LABEL, "CHÂTEAU D'EAU"),
    "label in HTML": (LABEL, "<b>Ch&acirc;teau</b> d&#39;eau"),
    "label in JSON": (LABEL, '"Ch\\u00e2teau d\'eau"'),
    "label in an address": (LABEL, "?q=Ch%C3%A2teau%20d%27eau"),
    "id": (ID, "#veiled"),
    "hash": ("the hash of a file that the map is made from", ""),
    "label as a slug": (LABEL, "/maps/chateau_eau /maps/Château_d-eau.png"),
    "label in one word": (LABEL, "name=ChâteauDEau"),
    "label in a program": (LABEL, r'"Ch\xe2teau\nd\'eau" "Ch\u{e2}teau"'),
    "label that may be parted": (LABEL, "Ch&acirc;&shy;teau d'eau"),
    "label in pieces": (LABEL, "<text>Châ<tspan>teau</tspan> d'eau</text>"),
    "minutes by blanks": (POSITION, "N 17 07.407, W 000 25.931"),
    "minutes by colons": (POSITION, "17:07.4070 0:25.9314"),
    "minutes of a device": (POSITION, "$GPGLL,1707.407,N,00025.931,W"),
    "exponents": (POSITION, "1.712345e+01 -4.321900e-01"),
    "address of a map": (POSITION, "/maps/place/@x!3d17.1234!4d-0.4321"),
    "hyphens": (POSITION, "N17-07-24 W000-25-55"),
    "label in an address twice": (LABEL, "Ch%25C3%25A2teau%2520d%2527eau"),
    "label in a mail": (LABEL, "Ch=C3=A2teau d'=\neau"),
    "label in bytes of a program": (LABEL, r"Ch\xc3\xa2teau d'eau"),
    "label in octal": (LABEL, r"Ch\303\242teau d'eau"),
    "label in octal of an older page": (LABEL, r"Ch\342teau d'eau"),
    "label in an older mail": (LABEL, "Ch=E2teau d'eau"),
    "label in an older address": (LABEL, "Ch%E2teau%20d'eau"),
    "label in a host": (LABEL, "https://xn--chteau-d-eau-qbb.example.org"),
    "degrees and minutes": (POSITION, "17°7' 0°26'"),
    "degrees and minutes in letters": (POSITION, "17d07m 0d25m"),
    "figures in HTML": (POSITION, "<td>17&#46;12345</td><td>-0&#46;43219</td>"),
    "figures in an address": (POSITION, "17%2E123%2C-0%2E432"),
    "signs in HTML": (POSITION, "17&deg;07'24\" 0&deg;25'55\""),
    "wide figures": (POSITION, "１７．１２３，－０．４３２"),
    "Arabic figures": (POSITION, "١٧٫١٢٣ ٠٫٤٣٢"),
    "one word of ISO 6709": (POSITION, "+170724-0002556/"),
    "type of a formation": ("a formation of a unit under embargo", "of Penguin Sappers Squadron,"),
    "label in wide letters": (LABEL, "Ｃｈâｔｅａｕ ｄ'ｅａｕ"),
    "label with a hyphen": (LABEL, "the Châ-\n  teau d'eau"),
    "radians": (POSITION, "0.2988606 -0.0075431"),
    "polyline": (POSITION, '"points": "qlogBdlsA_ibE_seK"'),
    "text of a note that is left out": (
        "the text of a note that is left out",
        "...: the well of the old caravanserai.",
    ),
    "formation": ("a formation of a unit under embargo", "12th Meharist Company"),
    "source": ("a source of what is held back", "seen in The Whisperer"),
    "notes": ("the notes of a unit under embargo", "camels at the northern gate."),
    "another line of notes": ("the notes of a unit under embargo", '"notes": "x\\nBefore every sunrise"'),
    "link": ("the links of a unit under embargo", "<a href='mailto:whisper@example.org?subject=gate'>"),
    "title of a link": ("the links of a unit under embargo", "Our man at the gate"),
    "carried text": ("a carried text of a unit under embargo", "31QBA 1234 5678"),
    "notes of a rounded unit": ("the notes of a unit whose position is rounded", "beside the quarry of the salt road"),
    "link of a rounded unit": ("the links of a unit whose position is rounded", "https://example.org/quarry"),
    "side": ("the side of a unit under embargo", "the Yonder Guard"),
}
NOT_TOLD = {
    "rounded": "17.0, -0.5",
    "rounded, in full": "17.00000 -0.50000 17°0'0\" 0°30'0\"",
    "other words": "unveiled Post 1 camp-2 ab Gaol Chateau",
    "other numbers": "12:50 0:26 17 7 24",
    "half a position of few decimals": "12.5 and 99",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_hidden_is_found_in_any_form(project: Path, tmp_path: Path, form: str) -> None:
    said, text = FORMS[form]
    (tmp_path / "file.txt").write_text(text or hashlib.sha256((project / "map.yaml").read_bytes()).hexdigest(), "utf-8")
    assert told(project, tmp_path) == {"file.txt": [said]}


@pytest.mark.parametrize("form", NOT_TOLD)
def test_what_may_be_told_is_no_finding(project: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "file.txt").write_text(NOT_TOLD[form], "utf-8")
    assert told(project, tmp_path) == {}


@pytest.mark.parametrize("kind", ["sha1", "sha224", "sha384", "sha512"])
def test_a_hash_is_found_in_the_forms_that_programs_write(project: Path, tmp_path: Path, kind: str) -> None:
    digest = hashlib.new(kind, (project / "map.yaml").read_bytes()).digest()
    (tmp_path / "raw").write_bytes(b"100644 map.yaml\0" + digest)
    (tmp_path / "colons").write_text(digest.hex(":").upper(), "utf-8")
    (tmp_path / "sri").write_bytes(b"sha-" + base64.b64encode(digest))
    (tmp_path / "url").write_bytes(b"sha-" + base64.urlsafe_b64encode(digest))
    said = "the hash of a file that the map is made from"
    assert told(project, tmp_path) == {name: [said] for name in ("raw", "colons", "sri", "url")}


def test_a_pair_of_numbers_is_found_in_base64(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(base64.b64encode(struct.pack("<2d", LON, LAT)))
    assert told(project, tmp_path) == {"a.txt": [BYTES]}


def test_packed_files_are_unpacked(project: Path, tmp_path: Path) -> None:
    text = "of Château d'eau".encode()
    (tmp_path / "a.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/it.gz", gzip.compress(text))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(text) + b"\nendstream\n")
    chunk = b"Comment\0\0" + zlib.compress(text)
    (tmp_path / "d.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(chunk))
        + b"zTXt"
        + chunk
        + bytes(4)
        + struct.pack(">I", 0)
        + b"IEND"
    )
    (tmp_path / "e.svg").write_text(f"<a href='data:x;base64,{base64.b64encode(text * 3).decode()}'/>", "utf-8")
    (tmp_path / "f.txt").write_bytes("Château d'eau".encode("utf-16"))
    (tmp_path / "veiled.txt").write_text("", "utf-8")
    (tmp_path / "of veiled").mkdir()
    (tmp_path / "of veiled" / "g.txt").write_text("", "utf-8")
    (tmp_path / "h.txt").write_bytes("veiled".encode("utf-16-be"))
    (tmp_path / "i.sh").write_bytes(b"#!/bin/sh\nexit\n" + (tmp_path / "b.zip").read_bytes())
    assert told(project, tmp_path) == {**{f"{name}": [LABEL] for name in
        ("a.gz", "b.zip", "c.pdf", "d.png", "e.svg", "f.txt", "i.sh")}, "veiled.txt": [ID], "g.txt": [ID],
        "of veiled": [ID], "h.txt": [ID]}  # fmt: skip


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first", data)
        archive.writestr("next", data)
    return packed.getvalue()


LARGE: dict[str, Callable[[bytes], bytes]] = {
    "plain.txt": lambda data: data * 2,
    "one.gz": lambda data: gzip.compress(data * 2),
    "nested.gz": lambda data: gzip.compress(gzip.compress(data * 2)),
    "members.zip": zipped,
    "streams.pdf": lambda data: b"%PDF\n" + b"stream\n%s\nendstream\n" % zlib.compress(data) * 2,
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_not_looked_through_is_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A small file may unpack to more than anybody waits for, also in parts that are each small."""
    monkeypatch.setattr(contents, "MOST", 60_000)  # the line says what it is by itself
    text = b"veiled " + bytes(40_000)
    (tmp_path / name).write_bytes(LARGE[name](text))
    more = "holds more than 100 MB, also unpacked, and was not looked through to its end"
    found = search(project / "map.yaml", tmp_path).problems
    assert [problem.text for problem in found] == [f"tells {ID}", more]
    assert sum(len(view.data) for view in without_end(tmp_path / name)) <= 60_000 + len(name) + len("firstnext")


def without_end(path: Path) -> Iterator[View]:
    with suppress(contents.NotAllError):
        yield from contents.views_of(path)


def nested(data: bytes, depth: int, pack: Callable[[bytes], bytes]) -> bytes:
    for _ in range(depth):
        data = pack(data)
    return data


def one_in_zip(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("in.bin", data)
    return packed.getvalue()


def streamed(data: bytes, method: int) -> bytes:
    """A zip that was written to a pipe: sizes stand behind each file."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    packed = Pipe()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("in.bin", data)
        archive.writestr("next.bin", data)
    return packed.getvalue()


def changed(data: bytes, at: int, to: bytes) -> bytes:
    return data[:at] + to + data[at + len(to) :]


TEXT = b"of veiled and more, " * 3
PACKED = one_in_zip(TEXT)
CRAFTED: dict[str, Callable[[int], bytes]] = {
    "numbers": lambda much: b"1 1" + b" " * much + b"x",
    "zeros": lambda much: b"0" * much + b"x -" + b"0" * much,
    "strings": lambda much: b"%PDF" + b"(\\" * (much // 2),
    "arrays": lambda much: b"%PDF" + b"[(\\" * (much // 3),
    "streams": lambda much: b"%PDF" + b"stream\n" * (much // 7),
    "tags": lambda much: b"<" * much + b"&" * much,
    "letters": lambda much: b"a" * much + b"base64," * (much // 7),
    "chunks": lambda much: b"\x89PNG\r\n\x1a\n" + bytes(much),
    "zips": lambda much: one_in_zip(b"")[:36] * (much // 36),
    "heads": lambda much: (PACKED[:36] + b"\0\0\0\xff\xff") * (much // 41),
    "comments": lambda much: b"<!--" * (much // 4),
    "values": lambda much: b'="' + b"='" * (much // 2) + b"= " * much,
    "unseen": lambda much: b"a\0" * much,
    "gzips": lambda much: gzip.compress(b"") * (much // 20),
    "digits": lambda much: b"1:1." + b"1" * much + b" 1,1" * (much // 4),
}


OTHERS = ("strings", "streams", "chunks", "heads", "letters", "values", "digits")  # as one of these each


@pytest.mark.parametrize("what", mostly_long([*CRAFTED], {*CRAFTED} - {*OTHERS}))
def test_no_text_takes_hours(tmp_path: Path, what: str) -> None:
    """Some expressions would look at such a one again from each of its letters."""
    (tmp_path / "file").write_bytes(CRAFTED[what](200_000))
    hidden = Positions([Position(LAT, LON, 0.25)])
    for view in without_end(tmp_path / "file"):
        assert not [*hidden.told_by(view)]
        assert view.words


NOT_READ = "holds a package that was not looked into, or not to its end: one that is damaged"


def test_broken_packages_are_read_as_they_lie(project: Path, tmp_path: Path) -> None:
    starts = {"a.gz": b"\x1f\x8b", "b.zip": b"PK\x03\x04", "c.pdf": b"%PDF", "d.parquet": b"PAR1", "e.png": b"\x89PNG"}
    for name, start in starts.items():
        (tmp_path / name).write_bytes(start + b"\r\n\x1a\n\0\0\0\x09zTXt stream\nnone\nendstream veiled")
    broken = {"a.gz": [NOT_READ], "b.zip": [NOT_READ], "d.parquet": [NOT_READ]}
    assert told(project, tmp_path) == {name: [ID, *broken.get(name, [])] for name in starts}


DAMAGED_OR_DEEP: dict[str, tuple[bytes, str]] = {
    "deep.zip": (nested(TEXT, 9, one_in_zip), ""),
    "deep.gz": (nested(TEXT, 9, gzip.compress), ""),
    "cut short.zip": (PACKED[:-30], ""),
    "cut in the data.zip": (PACKED[:58], "damaged"),
    "another appended.zip": (PACKED + one_in_zip(b"x"), ""),
    "before another.zip": (one_in_zip(b"x") + PACKED, ""),
    "wrong sum in the index.zip": (changed(PACKED, PACKED.rfind(b"PK\1\2") + 16, bytes(4)), ""),
    "wrong sum in front.zip": (changed(PACKED, 14, bytes(4)), ""),
    "no index.zip": (PACKED[: PACKED.rfind(b"PK\1\2")], ""),
    "streamed.zip": (streamed(TEXT, zipfile.ZIP_DEFLATED), ""),
    "streamed, stored.zip": (streamed(gzip.compress(TEXT), zipfile.ZIP_STORED), ""),
    "stored.zip": (one_in_zip(gzip.compress(TEXT), zipfile.ZIP_STORED), ""),
    "bzip2.zip": (one_in_zip(TEXT, zipfile.ZIP_BZIP2), ""),
    "behind a picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(70_000) + PACKED + bytes(70_000), ""),
    "wrong sum.gz": (changed(gzip.compress(TEXT), len(gzip.compress(TEXT)) - 8, bytes(4)), ""),
    "cut short.gz": (gzip.compress(TEXT)[:-8], ""),
    "one after another.gz": (gzip.compress(b"x") + gzip.compress(TEXT), ""),
    "with a name.gz": (b"\x1f\x8b\x08\x18" + bytes(6) + b"n\0r\0" + gzip.compress(TEXT)[10:], ""),
    "something behind.gz": (gzip.compress(TEXT) + b"x", ""),
    "a.bz2": (bz2.compress(b"x") + bz2.compress(TEXT), ""),
    "a.xz": (lzma.compress(b"x") + lzma.compress(TEXT), ""),
    "wrong sum.pdf": (b"%PDF\nstream\n" + zlib.compress(TEXT)[:-4] + b"none\nendstream", ""),
    "many.zip": (zipped(TEXT), ""),
}


def tarred(data: bytes, pack: Callable[[bytes], bytes] = bytes, name: str = "x") -> bytes:
    packed = io.BytesIO()
    with tarfile.TarFile(fileobj=packed, mode="w") as archive:
        head = tarfile.TarInfo(name)
        head.size = len(data)
        archive.addfile(head, io.BytesIO(data))
    return pack(packed.getvalue())


WINDOW = zlib.compressobj(9, zlib.DEFLATED, 9)
ODD = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 0, "lp": 2, "pb": 0}]
WITHIN: dict[str, bytes] = {  # packages that do not begin where the bytes do
    "gz in.tar": tarred(gzip.compress(TEXT)),
    "gz in.tar.gz": tarred(gzip.compress(TEXT), gzip.compress),
    "bz2 in.tar.xz": tarred(bz2.compress(TEXT), lzma.compress),
    "script in.tar": tarred(b"#!/bin/sh\nexit\n" + gzip.compress(TEXT)),
    "zlib in.tar": tarred(zlib.compress(TEXT)),
    "lzma in.tar": tarred(lzma.compress(TEXT, lzma.FORMAT_ALONE)),
    "utf-16 in.tar": tarred("veiled".encode("utf-16")),
    "pdf in.tar": tarred(b"%PDF-1.4\nstream\n" + zlib.compress(TEXT) + b"\nendstream"),
    "gz in gz in.tar": tarred(tarred(gzip.compress(gzip.compress(TEXT)))),
    "behind a script.run": b"#!/bin/sh\nexit\n" + gzip.compress(TEXT),
    "xz behind a script.run": b"#!/bin/sh\nexit\n" + lzma.compress(TEXT),
    "behind a picture.png": b"\x89PNG\r\n\x1a\n" + bytes(8) + bz2.compress(TEXT),
    "cut short behind a script.run": b"#!/bin/sh\nexit\n" + gzip.compress(TEXT)[:-8],
    "a small window.zlib": WINDOW.compress(TEXT) + WINDOW.flush(),
    "other properties.lzma": lzma.compress(TEXT, lzma.FORMAT_ALONE, filters=ODD),
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_package_is_found_wherever_it_begins(project: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WITHIN[name])
    assert told(project, tmp_path) == {name: [ID]}


def test_what_only_looks_like_a_package_is_none(project: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    noise = b"".join(chance.randbytes(50) + b"\x1f\x8b\x08\0" for _ in range(300))
    (tmp_path / "a.bin").write_bytes(b"a" + noise)
    (tmp_path / "b.md").write_text("An **ACE** of h\x81earts, `7z` and Rar!, -lh5- and PK", "utf-8")
    (tmp_path / "c.tar").write_bytes(tarred(b"a plain text, of nobody"))
    assert told(project, tmp_path) == {}


@pytest.mark.parametrize("name", DAMAGED_OR_DEEP)
def test_a_package_is_read_as_it_lies(project: Path, tmp_path: Path, name: str) -> None:
    """Not as its index or its checksum has it: others read it, too."""
    data, more = DAMAGED_OR_DEEP[name]
    (tmp_path / name).write_bytes(data)
    assert told(project, tmp_path) == {name: [ID, *([NOT_READ] if more else [])]}


def without_a_file(data: bytes) -> bytes:
    """A zip whose index knows a file of which the head is gone."""
    return changed(data, 0, b"PQ")


NOT_LOOKED_INTO: dict[str, tuple[bytes, str]] = {
    "deep.zip": (nested(TEXT, 40, one_in_zip), "one that lies in more than 16 others"),
    "deep.txt": (nested(TEXT, 7, base64.b64encode), "one that lies in more than 16 others"),
    "encrypted.zip": (changed(PACKED, 6, b"\1"), "one that is encrypted"),
    "lzma.zip": (one_in_zip(TEXT, zipfile.ZIP_LZMA), "one of another kind"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(40), "one of another kind"),
    "a.zst": (b"\x28\xb5\x2f\xfd" + bytes(40), "one of another kind"),
    "skippable.zst": (b"\x50\x2a\x4d\x18\4\0\0\0abcd\x28\xb5\x2f\xfd", "one of another kind"),
    "unpacks itself.exe": (b"MZ" + bytes(400) + b"7z\xbc\xaf\x27\x1c" + bytes(40), "one of another kind"),
    "unpacks itself too.exe": (b"MZ" + bytes(400) + b"Rar!\x1a\x07\1" + bytes(40), "one of another kind"),
    "a.Z": (b"\x1f\x9d\x90" + bytes(range(60)), "one of another kind"),
    "a.lzo": (b"\x89LZO\0\r\n\x1a\n" + bytes(40), "one of another kind"),
    "a.lz4": (b"\x02\x21\x4c\x18" + bytes(40), "one of another kind"),
    "a.lzh": (b"\x19\x30-lh5-" + bytes(40), "one of another kind"),
    "a.arj": (b"\x60\xea\x28\x00\x1e" + bytes(40), "one of another kind"),
    "a.sz": (b"\xff\x06\0\0sNaPpY" + bytes(40), "one of another kind"),
    "zst in.tar": (tarred(b"\x28\xb5\x2f\xfd" + bytes(40)), "one of another kind"),
    "parquet in.zip": (one_in_zip(b"PAR1" + bytes(40) + b"PAR1"), "one of another kind"),
    "encrypted.pdf": (b"%PDF\n<< /Encrypt 5 0 R >>", "one of another kind"),
    "damaged.xz": (lzma.compress(TEXT)[:40], "one that is damaged"),
    "no head.zip": (without_a_file(PACKED), "one that is damaged"),
}


@pytest.mark.parametrize("name", NOT_LOOKED_INTO)
def test_what_cannot_be_unpacked_is_told(project: Path, tmp_path: Path, name: str) -> None:
    data, why = NOT_LOOKED_INTO[name]
    (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(main, ["check", str(project / "map.yaml"), "--public", str(tmp_path)])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert f"not looked into, or not to its end: {why}; " in done.stderr


UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u17b4\u180b\u180e\u200b\u200d\u202e\u2062\u2065\u2066\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9"
    "\x00\x01\x08\x1b\x7f\x9f\U000e0041\U000e0100\U0001d173"
)


@pytest.mark.parametrize("letter", UNSEEN, ids=ascii)
def test_what_nobody_sees_hides_no_name(project: Path, tmp_path: Path, letter: str) -> None:
    """Within it, between it and others, or written as a code."""
    as_json = json.dumps(f"{letter}vei{letter}led").strip('"')
    texts = {"in": f"vei{letter}led", "by": f"x{letter}veiled{letter}x", "as": as_json, "a": f"vei&#{ord(letter)};led"}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    found = told(project, tmp_path)
    assert found.pop("a.txt", [ID]) == [ID], "HTML has no such codes of control characters"
    assert found == {name: [ID] for name in ("in.txt", "by.txt", "as.txt")}


@pytest.mark.parametrize(
    "text",
    ['vei<b title="a>b">led</b>', "vei<b title='<i>'>led", "vei<!-- > -->led", "vei<?php 1>2 ?>led",
     "vei<![CDATA[led]]>", 'vei<b\ntitle = "a > b"\n>led</b>', r"vei\U000E0041led", r"vei\u{e0041}led"],
)  # fmt: skip
def test_a_tag_hides_no_name(project: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert told(project, tmp_path) == {"a.html": [ID]}


def test_names_of_folders_and_where_links_lead_are_looked_at(project: Path, tmp_path: Path) -> None:
    (tmp_path / "veiled").mkdir()
    (tmp_path / "a").symlink_to("../veiled.csv")
    (tmp_path / "b").symlink_to("veiled")
    (tmp_path / "c").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "of veiled")
    assert told(project, tmp_path) == {name: [ID] for name in ("veiled", "a", "b", "of veiled")}


@pytest.mark.parametrize("way", [".git", "sub/.git", ".hg", "link", "link to .git"])
def test_a_folder_that_is_not_looked_into_is_told(project: Path, tmp_path: Path, way: str) -> None:
    """A history holds what was ever committed, and a link leads those who copy the folder out of it."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("veiled", "utf-8")
    folder = tmp_path / "public"
    (folder / "sub").mkdir(parents=True)
    if way.startswith("link"):
        (folder / way.rpartition(" ")[2]).symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "elsewhere").rename(folder / way)
    said = "is a link to a folder elsewhere" if way == "link" else "holds the history of the files"
    assert told(project, folder) == {way.rpartition("/")[2].rpartition(" ")[2]: [f"{said}, which was not looked into"]}
    done = CliRunner().invoke(main, ["check", str(project / "map.yaml"), "--public", str(folder)])
    assert (done.exit_code, "was not looked into" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("lat", "lon", "text"),
    [
        (57.64911, 10.40744, "u4pruydqqvj"),
        (47.365590, 8.524997, "8FVC9G8F+6X"),
        (38.897676, -77.03653, "18S UJ 23391 07393"),
        (48.85837, 2.294481, "31U DQ 48250 11951"),
        (-33.8568, 151.2153, "56H LH 34900 52288"),
    ],
)
def test_codes_are_those_that_others_make(lat: float, lon: float, text: str) -> None:
    assert [*Positions([Position(lat, lon, None)]).told_by(View(text.encode()))]


@pytest.mark.parametrize("form", ["<dd", ">dd", "<ff", ">ff"])
def test_numbers_of_programs_are_positions_too(project: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "shape.bin").write_bytes(bytes(21) + struct.pack(form, LON, LAT))
    (tmp_path / "other.bin").write_bytes(bytes(21) + struct.pack(form, -0.5, 17.0))
    assert told(project, tmp_path) == {"shape.bin": [BYTES]}


@pytest.mark.parametrize("form", ["hex", "HEX", "base64"])
def test_geometries_of_databases_are_positions_too(project: Path, tmp_path: Path, form: str) -> None:
    for name, place in (("exact", (LON, LAT)), ("rounded", (-0.5, 17.0))):
        point = struct.pack("<BIdd", 1, 1, *place)
        text = base64.b64encode(point).decode() if form == "base64" else point.hex()
        told_as = text.upper() if form == "HEX" else text
        (tmp_path / f"{name}.sql").write_text(f"insert into t values ('{told_as}');", "utf-8")
    assert told(project, tmp_path) == {"exact.sql": [BYTES]}


def test_rows_that_are_summed_up_are_looked_for_too(tmp_path: Path) -> None:
    """But for positions at which a unit is shown; names of places are none that the map says."""
    rows = ["lat,lon,place,troops,precision,Embargo Until", "10.123456,79.954321,Zuhausen,5,1,", "16,0,Gao,5,,"]
    rows += ["12.34567,78.76543,Geheimdorf,5,,2999-01-01", "16,0,Gao,9,,2999-01-01"]
    (tmp_path / "r.csv").write_text("\n".join(rows) + "\n", "utf-8")
    text = "aggregate: {file: r.csv, by: grid, cell: 1}\nartboards: [{id: w, width: 400}]\noutputs: [csv, geojson]\n"
    (tmp_path / "map.yaml").write_text(text, "utf-8")
    build(tmp_path / "map.yaml")
    assert told(tmp_path, tmp_path / "output") == {}
    (tmp_path / "pub").mkdir()
    for number, row in enumerate(rows):
        (tmp_path / "pub" / f"{number}.csv").write_text(f"{row}\n", "utf-8")
    of = "the place of a row of `aggregate`"
    assert told(tmp_path, tmp_path / "pub") == {
        "1.csv": [f"{of} whose position is rounded", POSITION],
        "3.csv": [f"{of} under embargo", POSITION],
        "2.csv": [f"{of} under embargo"],
        "4.csv": [f"{of} under embargo"],
    }


def test_rows_of_an_id_that_another_row_or_a_unit_holds_back_are_looked_for_too(tmp_path: Path) -> None:
    rows = ["id,lat,lon,place,troops,embargo_until", "x,12.34567,78.76543,Geheimdorf,5,", "x,10,79,Gao,5,2999-01-01"]
    rows += ["y,13.45678,77.65432,Stilleben,5,", "z,16.12345,0.23456,Offenburg,5,"]
    (tmp_path / "r.csv").write_text("\n".join(rows) + "\n", "utf-8")
    unit = "units: [{id: y, label: Y, at: {lat: 17, lon: 1}, embargo_until: 2999-01-01}]\n"
    (tmp_path / "map.yaml").write_text(f"{unit}aggregate: {{file: r.csv, by: grid, cell: 1}}\n", "utf-8")
    (tmp_path / "pub").mkdir()
    for number in (1, 3, 4):
        (tmp_path / "pub" / f"{number}.csv").write_text(rows[number].removeprefix("y"), "utf-8")
    of = "the place of a row of `aggregate` under embargo"
    assert told(tmp_path, tmp_path / "pub") == {"1.csv": [of, POSITION], "3.csv": [of, POSITION]}


def test_a_position_is_told_where_it_is_finer_than_its_step_and_no_sooner() -> None:
    """Of exact positions that lie on the grid nothing can be told apart."""
    for step, text, is_told in ((10.0, "12.3 48.6", True), (0.1, "12.3 48.6", False), (0.1, "12.34 48.58", True)):
        found = Positions([Position(12.34, 48.58, step)]).told_by(View(text.encode()))
        assert bool([*found]) == is_told, (step, text)
    assert not [*Positions([Position(12.25, 48.5, 0.25)]).told_by(View(b"12.25 48.50 12.250000 48.500000"))]


def test_a_name_that_the_map_prints_for_orientation_tells_nothing(project: Path, tmp_path: Path) -> None:
    """A unit is rounded at Gao, and so is called a region of the ground: only another file tells of it."""
    svg = (project / "output" / "map-wide.svg").read_text("utf-8")
    assert re.search(r'class="region"[^>]*>GAO<', svg)
    for name in ("map-wide.svg", "manifest.json"):
        shutil.copy(project / "output" / name, tmp_path)
    assert told(project, tmp_path) == {}
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"GAO"', '"GAO "'), "utf-8")  # no more as it was built
    assert "map-wide.svg" in told(project, tmp_path)


PDFS: dict[str, tuple[str, bytes]] = {
    "pieces": ("", b"[(vei) -20 <6c65> 3 (d)] TJ"),
    "octal": ("", rb"(\166\145\151\154\145\144) Tj"),
    "title": ("", b"<< /Title <FEFF007600650069006C00650064> >>"),
    "title as it is": ("", b"<< /Title (" + "veiled".encode("utf-16") + b") >>"),
    "in words": ("", b"[(of)-300(veiled)-300(men)] TJ"),
    "numbers of glyphs": ("", b"/Type0 begincmap beginbfchar <0001> <007600650069006C00650064> endbfchar\n<0001> Tj"),
    "a range of glyphs": ("", b"/Type3 begincmap beginbfrange <01> <01> <0076> <02> <04> [<0065> <0069> <006C>] "
                          b"endbfrange beginbfchar <05> <0064> endbfchar\n[(\\1\\2) 3 (\\3\\4\\2\\5)] TJ"),
    "no table": ("one of another kind", b"/Type3 [(\\001\\002)] TJ"),
}  # fmt: skip


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("how", PDFS)
def test_texts_of_a_pdf_are_read_as_they_are_set(project: Path, tmp_path: Path, how: str, is_packed: bool) -> None:
    unread, text = PDFS[how]
    stream = b"stream\n" + zlib.compress(text) + b"\nendstream" if is_packed else text
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + stream)
    said = f"holds a package that was not looked into, or not to its end: {unread}" if unread else ID
    assert told(project, tmp_path) == {"a.pdf": [said]}


NUMBERS = {  # as programs and cameras keep them
    "whole": struct.pack("<2i", round(LAT * 1e7), round(LON * 1e7)),
    "camera with minutes": struct.pack("<12I", 17, 1, 74070, 10000, 0, 1, 0, 1, 259314, 10000, 0, 1),
    "camera with degrees": struct.pack(">12I", 17123450, 10**6, 0, 1, 0, 1, 432190, 10**6, 0, 1, 0, 1),
    "camera": struct.pack(">12I", 17, 1, 7, 1, 2442, 100, 0, 1, 25, 1, 5588, 100),
}


@pytest.mark.parametrize("form", NUMBERS)
def test_whole_numbers_of_programs_are_positions_too(project: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "a.bin").write_bytes(b"\1\2\3" + NUMBERS[form] + b"\4")
    assert told(project, tmp_path) == {"a.bin": [BYTES]}


@pytest.mark.parametrize("pack", [zlib.compress, lambda data: lzma.compress(data, lzma.FORMAT_ALONE)])
def test_streams_without_a_package_are_unpacked(project: Path, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a").write_bytes(pack(b"of veiled men"))
    assert told(project, tmp_path) == {"a": [ID]}


@pytest.mark.parametrize(
    ("label", "page"),
    [("Тайная застава", page) for page in ("cp1251", "koi8-u", "cp866", "iso8859-5", "cp855", "mac-cyrillic")]
    + [("Świętokrzyska Baza", page) for page in ("cp1250", "iso8859-2", "cp852", "mac-latin2")]
    + [("Şırnak Karargâhı", page) for page in ("cp1254", "iso8859-9", "cp857", "mac-turkish")]
    + [("Ελληνικό Στρατόπεδο", page) for page in ("iso8859-7", "cp737", "cp869", "mac-greek")]
    + [("กองพันทหารราบ", "cp874"), ("Château d'eau", "cp437")]
    + [("Château d'eau", "latin-1"), ("Κρυφό φυλάκιο", "cp1253"), ("秘密の駐屯地", "shift-jis"), ("الحامية", "cp1256")],
)
def test_names_are_found_in_the_code_pages_of_their_script(tmp_path: Path, label: str, page: str) -> None:
    head = "view: {bounds: [0, 0, 9, 9]}\n"
    config = (
        f"{head}units: [{{id: h, label: {json.dumps(label)}, at: {{lat: 1, lon: 1}}, embargo_until: 2999-01-01}}]\n"
    )
    (tmp_path / "map.yaml").write_text(config, "utf-8")
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "a.csv").write_bytes(f"1;{label};2\n".encode(page))
    assert told(tmp_path, tmp_path / "public") == {"a.csv": [LABEL]}
