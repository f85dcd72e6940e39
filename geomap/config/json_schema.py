"""The JSON Schema of config.yaml, made of the models, so that editors complete keys and name slips."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from geomap.config.document import Path
from geomap.config.schema import Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    # A default that JSON cannot say is left out. Whoever asks for the keys of a misspelt one is not to hear of it.
    ignored_warning_kinds = GenerateJsonSchema.ignored_warning_kinds | {"non-serializable-default"}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A title that repeats the key helps nobody."""
        return False


@cache
def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12: the same object each time, which nobody changes."""
    schema = Config.model_json_schema(mode="validation", schema_generator=_Generator)
    return {"$schema": DIALECT, **_tidy(schema), "title": "geomap config.yaml"}


def _tidy(node: Any) -> Any:
    """Without what only pydantic knows: null (a key is there or not), empty and nested defaults, its discriminator."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    forms = [form for form in node.get("anyOf", []) if form != {"type": "null"}]
    if len(forms) == 1:
        node = {**{key: value for key, value in node.items() if key != "anyOf"}, **forms[0]}
    elif forms:
        node = {**node, "anyOf": forms}
    return {key: _tidy(value) for key, value in node.items() if not _is_noise(key, value)}


def _is_noise(key: str, value: Any) -> bool:
    is_noisy_default = key == "default" and (isinstance(value, dict) or value in ("", []))
    return (
        value is None
        or is_noisy_default
        or (key == "discriminator" and isinstance(value, dict) and "propertyName" in value)
    )


def forget_schema() -> None:
    """To be called when the models have changed."""
    json_schema.cache_clear()


def known_keys(path: Path, value: Any) -> tuple[str, ...]:
    """The keys that the mapping at `path` can have; `value` is the whole document, which tells the kinds of layers."""
    node = _resolve(json_schema())
    for step in path:
        value = _child(value, step)
        node = _resolve(_step(node, step), value)
    return tuple(node.get("properties", ()))


def _step(node: dict[str, Any], step: str | int) -> dict[str, Any]:
    """The schema of a key or item."""
    if isinstance(step, int):
        inside = node.get("items")
    else:
        inside = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return inside if isinstance(inside, dict) else {}


def _resolve(node: dict[str, Any], value: Any = None) -> dict[str, Any]:
    """The form of a schema that has keys or items: behind a reference, or of several the one for the value's kind."""
    if "$ref" in node:
        return _resolve(json_schema()["$defs"][node["$ref"].rpartition("/")[2]], value)
    forms = [_resolve(form, value) for form in node.get("oneOf", node.get("anyOf", ()))]
    if isinstance(value, list):
        return next((form for form in forms if "items" in form), node)
    kind = value.get("kind") if isinstance(value, dict) else None
    for form in forms:
        properties = form.get("properties")
        if properties and properties.get("kind", {}).get("const") == kind:
            return form
    return next((form for form in forms if "items" in form), node)


def _child(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
