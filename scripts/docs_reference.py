"""The generated pages of the docs: every key from the schema, every command from its help, the gallery from the scenes.

usage: python -m scripts.docs_reference   writes the reference, `docs/keys.md` and `docs/commands.md`, which are
committed so that links lead to them wherever the docs are read. The gallery is made with the site alone: mkdocs calls
`on_files` and `on_page_markdown` (see mkdocs.yml).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import yaml

from geomap.cli import main as geomap
from geomap.config.json_schema import json_schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLE = ("eastern-ukraine-wide.png", "eastern-ukraine.html")  # outputs that the pages show
GALLERY = {  # picture -> what it shows, and the config that it is built from
    "korea": ("NATO's symbols, with frames by the sides' affiliation", "tests/scenes/korea/config.yaml"),
    "ukrainian": ("A map in Ukrainian: a range, open ends, an unknown strength", "tests/scenes/ukrainian/config.yaml"),
    "three-hundred": ("Three hundred places, a detail of the crowd", "tests/scenes/three-hundred/config.yaml"),
    "high-north": ("A polar view with a graticule", "tests/scenes/high-north/config.yaml"),
    "claims": ("Every form of a count", "tests/scenes/claims/config.yaml"),
    "dark": ("The example with `style: dark`", "config.yaml"),
    "print": ("The example with `style: print`, in greys", "config.yaml"),
}
_TYPES = {
    "integer": "whole number",
    "string": "text",
    "object": "mapping",
    "boolean": "`true`, `false`",
    "array": "list",
}
WIDE = {"terminal_width": 80, "max_content_width": 80}  # columns of a help text on any terminal
LONGEST_CONFIG = 60  # lines shown of a config


def keys_page() -> str:
    """Every key of config.yaml: type, default and meaning, as the schema has them."""
    schema = json_schema()
    lines = [
        "# Every key of config.yaml",
        "",
        "Made from the schema that `geomap schema` prints. Unknown keys are errors.",
        "",
    ]
    lines += _table("The config", schema, schema)
    for name, row in schema["$defs"].items():
        if "properties" in row:
            lines += [f"<a id='{name.lower()}'></a>", *_table(_title(name, row), row, schema)]
    return "\n".join(lines) + "\n"


def _title(name: str, row: dict[str, Any]) -> str:
    kind = row["properties"].get("kind", {}).get("const")
    return f"`kind: {kind}`" if kind else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Row"))


def _table(title: str, row: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    head = [
        f"## {title}",
        "",
        row.get("description", ""),
        "",
        "| key | value | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    required = row.get("required", [])
    for key, value in row["properties"].items():
        default = "needed" if key in required else _value(value["default"]) if "default" in value else ""
        head.append(f"| `{key}` | {_kind(value, schema)} | {default} | {_cell(meaning(value, schema))} |")
    return [*head, ""]


def meaning(value: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a key is for: its own description, or that of the row it holds."""
    target = schema["$defs"].get(value.get("$ref", "").rpartition("/")[2], {})
    return str(value.get("description") or target.get("description", ""))


def _kind(value: dict[str, Any], schema: dict[str, Any]) -> str:
    """What may stand there, in a few words, with a link where it has keys of its own."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        target = schema["$defs"][name]
        return f"[{_title(name, target)}](#{name.lower()})" if "properties" in target else _kind(target, schema)
    if "const" in value or "enum" in value:
        return ", ".join(f"`{item}`" for item in value.get("enum", [value.get("const")]))
    for several in ("anyOf", "oneOf"):
        if several in value:
            return " or ".join(dict.fromkeys(_kind(option, schema) for option in value[several]))
    for several, inside in (("list of: ", value.get("items")), ("by name: ", value.get("additionalProperties"))):
        if isinstance(inside, dict):
            return several + _kind(inside, schema)
    return _TYPES.get(str(value.get("type")), str(value.get("type", "any")))


def _value(default: Any) -> str:
    text = yaml.safe_dump(default, default_flow_style=True, width=1000).splitlines()[0]
    return "" if default in (None, "", [], {}) or len(text) > 60 else f"`{text}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def commands_page() -> str:
    """Every command as `--help` says it."""
    lines = [
        "# Every command",
        "",
        "As `geomap COMMAND --help` says it. Exit status: 0 done, 1 the data or files are at",
        "fault, stale or different, 2 wrong usage.",
        "",
    ]
    above = click.Context(geomap, info_name="geomap", **{**geomap.context_settings, **WIDE})
    for name, command in geomap.commands.items():
        context = click.Context(command, above, info_name=name)
        lines += [f"## geomap {name}", "", "```text", command.get_help(context), "```", ""]
        for below, inner in command.commands.items() if isinstance(command, click.Group) else ():
            said = click.Context(inner, context, info_name=below).get_help()
            lines += [f"### geomap {name} {below}", "", "```text", said, "```", ""]
    return "\n".join(lines)


def gallery_page() -> str:
    """The pictures, each with the config it is built from."""
    lines = ["# Gallery", "", "Every picture is built from the config below it.", ""]
    for name, (caption, config) in GALLERY.items():
        text = (ROOT / config).read_text("utf-8").splitlines()
        shown = text[:LONGEST_CONFIG] + (["# ... and so on"] if len(text) > LONGEST_CONFIG else [])
        lines += [f"## {caption}", "", f"![{caption.replace('`', '')}](pictures/{name}.png)", ""]
        lines += [f'??? note "{config}"', "", "    ```yaml", *[f"    {line}".rstrip() for line in shown], "    ```", ""]
    return "\n".join(lines)


REFERENCE = {"keys.md": keys_page, "commands.md": commands_page}


def on_files(files: Any, config: Any) -> Any:
    """Add the gallery, and the example's own outputs where the pages show them."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - only the docs build has it

    files.append(File.generated(config, "gallery.md", content=gallery_page()))
    for name in EXAMPLE:
        files.append(File.generated(config, f"example/{name}", abs_src_path=str(ROOT / "output" / name)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """In the repository a page links to the example's outputs where they lie, in the site to their copies."""
    return markdown.replace("](../output/", "](example/")


def main() -> None:
    """Write the reference."""
    for name, page in REFERENCE.items():
        (DOCS / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
