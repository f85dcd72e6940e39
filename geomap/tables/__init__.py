"""READ: units from the tables and GIS files that people keep them in, as the config would state them."""

from geomap.tables.by_column import by_column
from geomap.tables.options import OptionError, Options, TableError
from geomap.tables.read import Opened, open_table, read_table
from geomap.tables.table import Table

__all__ = ["Opened", "OptionError", "Options", "Table", "TableError", "by_column", "open_table", "read_table"]
