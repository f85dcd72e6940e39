"""YAML as version 1.2 reads it, with places, and back."""

import math
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from geomap.config import yaml_io
from geomap.config.yaml_io import dump_yaml, load_yaml, read_text
from geomap.errors import ConfigError
from tests.examples import tried

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: value is not None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("48:34", "48:34"),
        ("48:34:12", "48:34:12"),
        ("10_000", "10_000"),
        ("10,000", "10,000"),
        ("2022-01-12", "2022-01-12"),
        ("2022-01-12T10:00:00Z", "2022-01-12T10:00:00Z"),
        ("0b101", "0b101"),
        ("+0x1F", "+0x1F"),
        ("0o14", 12),
        ("0x1F", 31),
        ("+7", 7),
        ("-7", -7),
        ("0", 0),
        ("1e4", 10000.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        (".INF", math.inf),
        ("1e400", math.inf),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("|-\n  12", "12"),
        ("", None),
    ],
)
def test_words(text, value):
    found = load_yaml(f"a: {text}\n", "f").value["a"]
    assert (found, type(found)) == (value, type(value))


def test_nan():
    assert math.isnan(load_yaml("a: .nan", "f").value["a"])


def test_places_count_characters_and_any_line_end():
    document = load_yaml("ж: Київ 😀\r\nбу: [{є: 1}, 0x1F, yes, ~]\rв: 😀\n", "f.yaml")
    assert str(document.problem(("бу", 1), got=document.got(("бу", 1)))) == "f.yaml:2:14: бу[1]: got 0x1F"
    assert str(document.problem(("бу", 0, "є"), text="x", key=True)) == "f.yaml:2:7: бу[0].є: x"
    assert str(document.problem(("в",), text="x")) == "f.yaml:3:4: в: x"
    assert str(document.problem(("бу", 9, "no"), text="x")) == "f.yaml:2:5: бу[9].no: x"
    assert document.empty == (("бу", 3),)


@pytest.mark.parametrize(
    ("path", "got"),
    [
        (("a",), '"12,000"'),
        (("b",), "1e4"),
        (("c",), "[1, true, nothing]"),
        (("d",), "a list"),
        (("e",), "{lat: 1.50, lon: -2}"),
        (("f",), '"' + "x" * 59 + '…"'),
        (("g",), "nothing"),
        (("h",), '"a\\u200bb"'),
        (("i",), "{}"),
    ],
)
def test_got_repeats_what_was_typed(path, got):
    text = (
        f"a: 12,000\nb: 1e4\nc: [1, true, ~]\nd: [1, 2, 3, 4, 5]\ne: {{lat: 1.50, lon: -2}}\nf: {'x' * 80}\n"
        'g:\nh: "a\\u200bb"\ni: {}\n'
    )
    assert load_yaml(text, "f").got(path) == got


def test_aliases_share_and_can_be_named_again():
    value = load_yaml("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n&k e: 1\nf: *k\n", "f").value
    assert value == {"a": [1], "b": [1], "c": 2, "d": 2, "e": 1, "f": "e"}


def test_large_texts_are_refused(monkeypatch):
    with pytest.raises(ConfigError, match="larger than 20 MB"):
        load_yaml("a" * 20_000_001, "f")
    monkeypatch.setattr(yaml_io, "MAX_VALUES", 10)
    with pytest.raises(ConfigError, match="more than 10 values"):
        load_yaml("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]", "f")


def test_mappings_are_bounded():
    with pytest.raises(ConfigError, match="f:50001:1: more than 50000 keys"):
        load_yaml("".join(f"k{number}: 1\n" for number in range(60_000)), "f")


def test_large_files_are_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * 20_000_001)
    with pytest.raises(ConfigError, match="larger than 20 MB"):
        read_text(path)


def test_endless_faults_stop():
    with pytest.raises(ConfigError) as caught:
        load_yaml("a: 1\n" * 5000, "f")
    assert len(caught.value.problems) == 200


def test_works_without_the_c_parser(monkeypatch):
    monkeypatch.setattr(yaml_io, "_Loader", yaml.SafeLoader)
    document = load_yaml("a: [NO, 1e4, {b: 😀}]\nc: 1\n", "f")
    assert document.value == {"a": ["NO", 10000.0, {"b": "😀"}], "c": 1}
    assert str(document.problem(("c",), text="x")) == "f:2:4: c: x"
    with pytest.raises(ConfigError, match="f:1:4: a text in quotes that does not end"):
        load_yaml('a: "b\n', "f")
    with pytest.raises(ConfigError, match="f:2:1: a tab where spaces are needed"):
        load_yaml("a:\n\t- b\n", "f")


@tried(30, 100, plain)
def test_dump_reads_back(value):
    text = dump_yaml(value)
    assert load_yaml(text, "f").value == value


@given(st.text() | st.from_regex(r"\A[-+0-9a-zA-Z_:.~=]{1,8}\Z"))
def test_dumped_texts_are_texts_to_older_readers(text):
    assert yaml.safe_load(dump_yaml({"a": text})) == {"a": text}


def test_dump_is_plain_to_read():
    value = {
        "places": [{"query": "Rostov-on-Don, RU", "lat": 47.2, "candidates": [], "name": "Ростов-на-Дону"}],
        "date": date(2022, 1, 12),
        "as text": "2022-01-12",
        "country": "NO",
        "rows": [["a", 1], {}],
        "small": 1e-20,
    }
    assert dump_yaml(value) == (
        "places:\n"
        "  - query: Rostov-on-Don, RU\n"
        "    lat: 47.2\n"
        "    candidates: []\n"
        "    name: Ростов-на-Дону\n"
        "date: 2022-01-12\n"
        'as text: "2022-01-12"\n'
        'country: "NO"\n'
        "rows:\n"
        "  - - a\n"
        "    - 1\n"
        "  - {}\n"
        "small: 1.0e-20\n"
    )


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t<~0.é\u2028\x00\ufeff😀")))
def test_any_text_is_read_or_refused(text):
    try:
        load_yaml(text, "f")
    except ConfigError as error:
        lines = text.replace("\r\n", "\n").split("\n")
        for problem in error.problems:
            assert 1 <= problem.line <= len(lines)
            assert problem.text
