"""READ: config.yaml, its schema, and its problems with file, line and column."""

from geomap.config.loader import read_config
from geomap.config.schema import Config

__all__ = ["Config", "read_config"]
