"""No bytes in a config give anything but a Config or a ConfigError."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.config import Config, read_config
from geomap.errors import ConfigError

FULL = (Path(__file__).parent / "full.yaml").read_bytes()
TOKENS = [
    *(b"NO ~ [] {} 1e4 -1 .nan 010 true 99999999999999 unknown *s &s !!x << | > - : , # ? % @ \t \n \x00".split(b" ")),
    *(b"\xff", b"\xf0\x9f\x98\x80", b"units", b"kind", b"{lat: 1, lon: 2}", b'"', b"'", b"../", b"..", b"[key]"),
]
edit = st.tuples(st.integers(0, len(FULL)), st.integers(0, 12), st.sampled_from(TOKENS))
edits = st.lists(edit, min_size=1, max_size=5)
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def outcome(path: Path, data: bytes) -> Config | None:
    path.write_bytes(data)
    try:
        return read_config(path)
    except ConfigError as error:
        assert error.problems
        assert all(problem.file == str(path) and "\n" not in str(problem) for problem in error.problems)
        return None


@quick
@given(data=st.binary(max_size=200))
def test_any_bytes(tmp_path, data):
    outcome(tmp_path / "config.yaml", data)


@quick
@given(edits=edits)
def test_mutated_config(tmp_path, edits):
    data = FULL
    for place, length, token in edits:
        data = data[:place] + token + data[place + length :]
    outcome(tmp_path / "config.yaml", data)


names = st.sampled_from(["id", "place", "at", "lat", "kind", "text", "min", "x y"])


def lists(inner):
    return st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")


def mappings(inner):
    entries = st.dictionaries(names, inner, max_size=3)
    return entries.map(lambda found: "{" + ", ".join(f"{key}: {value}" for key, value in found.items()) + "}")


words = st.sampled_from(["null", "true", "1", "-1.5", ".inf", "x", '""', "'12,000'", "2022-01-12", "NO", "unknown"])
values = st.recursive(words, lambda inner: lists(inner) | mappings(inner), max_leaves=6)
keys = st.sampled_from([*Config.model_fields, "other"])


@quick
@given(entries=st.dictionaries(keys, values, min_size=1))
def test_any_value_under_any_key(tmp_path, entries):
    text = "".join(f"{key}: {value}\n" for key, value in entries.items())
    outcome(tmp_path / "config.yaml", text.encode())


row_keys = {
    "units": ["id", "place", "at", "country", "formations", "troops", "equipment", "sources", "side", "grade", "as_of"],
    "layers": ["kind", "id", "role", "file", "text", "at", "sums", "troops", "width", "style", "sources"],
    "artboards": ["id", "width", "height", "drop", "key", "bounds", "scale"],
}


@quick
@given(data=st.data(), part=st.sampled_from(sorted(row_keys)))
def test_any_value_in_any_row(tmp_path, data, part):
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(row_keys[part]), values, min_size=1), max_size=3))
    kind = data.draw(st.sampled_from(["kind: line, ", "kind: note, ", "kind: label, ", "kind: area, ", ""]))
    written = [", ".join(f"{key}: {value}" for key, value in row.items() if key != "kind" or not kind) for row in rows]
    text = f"{part}:\n" + "".join(f"  - {{{kind if part == 'layers' else ''}{row}}}\n" for row in written)
    outcome(tmp_path / "config.yaml", text.encode())
