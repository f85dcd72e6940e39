"""The JSON Schema takes and refuses what the models do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from geomap.config import Config
from geomap.config.json_schema import json_schema, known_keys
from geomap.config.loader import config_from_text
from geomap.config.yaml_io import load_yaml, read_text
from geomap.errors import ConfigError
from geomap.kinds import kind_names
from tests.examples import mostly_long

HERE = Path(__file__).parent
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

# Broken in a way that a schema cannot say: what one part tells of another, order, files, days, what
# services there are, Python's idea of 1e4.
BEYOND_A_SCHEMA = {
    "artboard_of_a_snapshot", "artboard_same", "count_exponent", "count_swapped", "day_not_there",
    "file_folder", "file_missing", "formations_echelon_says", "glyph_each",
    "glyph_lang", "inset_drop", "inset_same_id", "layer_same_id",
    "country_name", "country_several", "table_sides", "name_device", "note_placeholder", "sites_far",
    "note_sums", "observation_first_nowhere", "observation_same_day",
    "precision_names", "region_several", "region_unknown", "show_place",
    "observation_undated", "observation_until", "layer_side", "side_unknown", "source_none", "source_unknown",
    "table_carry", "table_carry_ours", "table_carry_read",
    "table_columns_misspelt", "table_default_side", "table_empty",
    "table_header_row_beyond", "table_heading_twice", "table_headings_none", "table_layer_misspelt",
    "table_layers_several", "table_pattern", "table_pattern_none", "table_where_heading",
    "text_control", "text_many_lines", "text_two_lines", "text_unseen", "tiles_crs", "tiles_key", "tiles_name",
    "unit_same_id", "unit_same_stated_id", "unit_without_name", "view_none", "view_upside_down",
}  # fmt: skip


def readable_cases():
    for file in sorted((HERE.parent / "bad").glob("*.yaml")):
        if any(folder in file.with_suffix(".txt").read_text("utf-8") for folder in ("tables/", "layers/")):
            continue  # wrong is what a file holds
        try:
            value = load_yaml(read_text(file), file.name).value
        except ConfigError:
            continue  # not YAML: no schema sees it
        marks = [pytest.mark.long] if file.stem == "layers_many" else []  # ten thousand of them
        yield pytest.param(file, value, id=file.stem, marks=marks)


def test_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert "null" not in json.dumps(SCHEMA)


def test_takes_the_full_config():
    assert not list(VALIDATOR.iter_errors(load_yaml(read_text(HERE / "full.yaml"), "full.yaml").value))


def test_full_config_has_every_key():
    value = load_yaml(read_text(HERE / "full.yaml"), "full.yaml").value
    assert set(value) == set(Config.model_fields)
    assert {layer["kind"] for layer in value["layers"]} == set(kind_names())


@pytest.mark.parametrize(("file", "value"), list(readable_cases()))
def test_refuses_what_the_models_refuse(file, value):
    assert VALIDATOR.is_valid(value) == (file.stem in BEYOND_A_SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        "troops: 0",
        "troops: {min: 1, max: 2}",
        "troops: unknown",
        "troops: Unknown",
        "troops: {at_least: 1, at_most: 2}",
        "troops: 1000000001",
        "id: Київ-1",
        "id: -a",
        "id: a.",
        "id: a b",
        "id: मुंबई",
        f"id: {'a' * 65}",
        "country: XK",
        "country: XX",
        "sources: []",
        "sources: {}",
        "formations: []",
        "formations: [{type: tank, count: 51}]",
        "formations: [{count: 1}]",
        "grade: G1",
        "as_of: 2022-1-1",
        "equipment: {armored vehicles: 1}",
        "equipment: {}",
        "at: {lat: 90, lon: -180}",
        "at: {lat: 90.1, lon: 0}",
        "label: ' '",
        f"label: {'a' * 1001}",
        "basis: estimate",
        "zzz: 1",
    ],
)
def test_agrees_on_a_unit(text):
    config = f"units:\n  - place: A\n    {text}\n"
    try:
        config_from_text(config, "config.yaml")
        is_valid = True
    except ConfigError:
        is_valid = False
    assert VALIDATOR.is_valid(load_yaml(config, "f").value) == is_valid


def test_every_key_is_described():
    for name, model in {"Config": SCHEMA, **SCHEMA["$defs"]}.items():
        for key, field in model.get("properties", {}).items():
            if name[0].isupper() and "description" in model:
                text = field.get("description") or SCHEMA["$defs"][field["$ref"].rpartition("/")[2]]["description"]
                assert text.endswith((".", "...")), f"{name}.{key}"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "units"),
        (("view",), "bounds"),
        (("units", 3), "troops"),
        (("units", 3, "at"), "lat"),
        (("units", 0, "formations", 1), "count"),
        (("sources", "x"), "publisher"),
        (("layers", 1), "sums"),
    ],
)
def test_known_keys(path, key):
    assert key in known_keys(path, {"layers": [{"kind": "line"}, {"kind": "note"}]})


FREE = {"sources", "sides", "abbreviations", "labels", "where"}  # mappings by ids, texts and headings of one's own
NO_SUCH = ("there is no such key", "got the key ")


def every_form() -> Any:
    """The full config, and beside it each form of a count and a position with a source of its own."""
    value = load_yaml(read_text(HERE / "full.yaml"), "full.yaml").value
    forms = [{"min": 1, "max": 2}, {"about": 1}, {"at_least": 1}, {"at_most": 1}, {"exact": 1}, {"unknown": True}]
    for number, form in enumerate(forms):
        at = {"lat": 48, "lon": 38, "sources": "nyt"}
        claimed = {**form, "sources": ["nyt"], "grade": "B2"}
        value["units"].append({"id": f"f{number}", "at": at, "troops": form, "equipment": {"tanks": claimed}})
        note = {"kind": "note", "id": f"n{number}", "text": "A", "troops": form, "at": {"lat": 48, "lon": 38}}
        value["layers"].append(note)
    return value


FORMS = every_form()


def mappings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all mappings in a document."""
    if isinstance(value, dict):
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from mappings(entry, (*path, key))


def one_of_each(value: Any) -> Iterator[tuple[str | int, ...]]:
    """Of mappings that stand at like paths and have the same keys, that of the last."""
    found = {}
    for path in mappings(value):
        mapping = value
        for step in path:
            mapping = mapping[step]
        found[tuple("n" if isinstance(step, int) else step for step in path), frozenset(mapping)] = path
    yield from found.values()


def with_keys(path: tuple[str | int, ...], keys: dict[str, Any]) -> Any:
    """The document with more keys in one of its mappings."""
    document = json.loads(json.dumps(FORMS))
    mapping = document
    for step in path:
        mapping = mapping[step]
    for key, value in keys.items():
        mapping.setdefault(key, value)
    return document


def said_of(document: Any) -> str:
    """What the loader says."""
    try:
        config_from_text(json.dumps(document), str(HERE / "full.yaml"))
    except ConfigError as error:
        return str(error)
    return ""


def test_takes_every_form():
    assert not list(VALIDATOR.iter_errors(FORMS))
    assert not said_of(FORMS)


@pytest.mark.parametrize("value", ["a", pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "path", mostly_long([*mappings(FORMS)], {*one_of_each(FORMS)}), ids=lambda path: ".".join(map(str, path)) or "-"
)
def test_the_loader_knows_the_keys_that_the_schema_knows_and_no_others(path, value):
    """Of each mapping: a key that nothing has is refused by both, and none that the schema names is unknown."""
    named = SCHEMA["$defs"].get("TableRow" if "units_from" in path else "AggregateRow")["properties"]
    enumerated = {"columns": named["columns"], "equipment": SCHEMA["$defs"]["UnitRow"]["properties"]["equipment"]}
    keys = known_keys(path, FORMS)
    if path and path[-1] in enumerated:
        keys = form_of(enumerated[path[-1]]["propertyNames"])["enum"]
    assert not any(said in said_of(with_keys(path, dict.fromkeys(keys, 0.5))) for said in NO_SUCH)
    if not path or path[-1] not in FREE:
        made_up = with_keys(path, {"zzz": value})
        assert not VALIDATOR.is_valid(made_up)
        assert said_of(made_up)


def form_of(schema: dict[str, Any]) -> dict[str, Any]:
    return SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
