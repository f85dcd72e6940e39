"""READ: config.yaml, its schema, and its problems with file, line and column."""

from geomap.config.json_schema import json_schema
from geomap.config.loader import read_config
from geomap.config.schema import Config

__all__ = ["Config", "json_schema", "read_config"]
