"""`geomap validate` and `geomap schema`: what a config may say, and whether this one does."""

from __future__ import annotations

import json

import click

from geomap.cli.common import CONFIG, JSON, OUTSIDE, QUIET, STRICT, exits, report, rows_left_out, say, tables_read
from geomap.loading import load


@click.command()
@CONFIG
@STRICT
@OUTSIDE
@JSON
@QUIET
@exits
def validate(config: str, strict: bool, allow_outside: bool, as_json: bool) -> int:
    """Check CONFIG and the places in it, without drawing anything.

    \b
    Example:
      geomap validate config.yaml
    """
    read = load("geomap.config:read_config")(config, allow_outside=allow_outside)
    warnings, readings = load("geomap.pipeline.validate:checked")(read, strict=strict)
    carried = [{"file": row.file, "columns": list(row.carry)} for row in read.units_from if row.carry]
    found = {"left_out": [left.as_dict() for left in read.left_out], "readings": [one.as_dict() for one in readings]}
    found["remarks"] = [remark._asdict() for remark in read.remarks]
    report(warnings, as_json=as_json, **found, carried=carried)
    if not as_json:
        for row in carried:
            say(f"{row['file']}: carried to card and files: {', '.join(row['columns'])}")
        for line in (*tables_read(read.remarks), *map(str, readings), *rows_left_out(read.left_out)):
            say(line)
        say(f"{config}: no errors")
    return 0


@click.command()
@exits
def schema() -> int:
    """Print the JSON Schema of config.yaml (draft 2020-12), for editors.

    \b
    Example:
      geomap schema > geomap.schema.json
    """
    click.echo(json.dumps(load("geomap.config.json_schema:json_schema")(), ensure_ascii=False, indent=2))
    return 0
