"""No bytes in a config give anything but a Config or a ConfigError."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from geomap.config import Config, read_config
from geomap.errors import ConfigError
from tests.examples import tried

FULL = (Path(__file__).parent / "full.yaml").read_bytes()
TOKENS = [
    *(b"NO ~ [] {} 1e4 -1 .nan 010 true 99999999999999 unknown *s &s !!x << | > - : , # ? % @ \t \n \x00".split(b" ")),
    *(b"\xff", b"\xf0\x9f\x98\x80", b"units", b"kind", b"{lat: 1, lon: 2}", b'"', b"'", b"../", b"..", b"[key]"),
]
edit = st.tuples(st.integers(0, len(FULL)), st.integers(0, 12), st.sampled_from(TOKENS))
edits = st.lists(edit, min_size=1, max_size=5)
FEW, MANY = 60, 150


def outcome(data: bytes) -> Config | None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "config.yaml")
        path.write_bytes(data)
        try:
            return read_config(path)
        except ConfigError as error:
            assert error.problems
            assert all(problem.file == str(path) and "\n" not in str(problem) for problem in error.problems)
            return None


@tried(FEW, MANY, st.binary(max_size=200))
def test_any_bytes(data):
    outcome(data)


@tried(FEW, MANY, edits)
def test_mutated_config(edits):
    data = FULL
    for place, length, token in edits:
        data = data[:place] + token + data[place + length :]
    outcome(data)


names = st.sampled_from(["id", "place", "at", "lat", "kind", "text", "min", "x y"])


def lists(inner):
    return st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")


def mappings(inner):
    entries = st.dictionaries(names, inner, max_size=3)
    return entries.map(lambda found: "{" + ", ".join(f"{key}: {value}" for key, value in found.items()) + "}")


words = st.sampled_from(["null", "true", "1", "-1.5", ".inf", "x", '""', "'12,000'", "2022-01-12", "NO", "unknown"])
values = st.recursive(words, lambda inner: lists(inner) | mappings(inner), max_leaves=6)
keys = st.sampled_from([*Config.model_fields, "other"])


@tried(FEW, MANY, st.dictionaries(keys, values, min_size=1))
def test_any_value_under_any_key(entries):
    text = "".join(f"{key}: {value}\n" for key, value in entries.items())
    outcome(text.encode())


row_keys = {
    "units": ["id", "place", "at", "country", "formations", "troops", "equipment", "sources", "side", "grade", "as_of"],
    "layers": ["kind", "id", "role", "file", "text", "at", "sums", "troops", "width", "style", "sources"],
    "artboards": ["id", "width", "height", "drop", "key", "bounds", "scale"],
}


@tried(FEW, MANY, st.data(), st.sampled_from(sorted(row_keys)))
def test_any_value_in_any_row(data, part):
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(row_keys[part]), values, min_size=1), max_size=3))
    kind = data.draw(st.sampled_from(["kind: line, ", "kind: note, ", "kind: label, ", "kind: area, ", ""]))
    written = [", ".join(f"{key}: {value}" for key, value in row.items() if key != "kind" or not kind) for row in rows]
    text = f"{part}:\n" + "".join(f"  - {{{kind if part == 'layers' else ''}{row}}}\n" for row in written)
    outcome(text.encode())
