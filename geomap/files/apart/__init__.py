"""Files that are read in another process, since the library that reads them can end the process that it is in.

Parquet and what GDAL reads are read by libraries in C++: a damaged file may have them abort, touch memory that is not
theirs, or ask for all there is. Such a process dies alone, and whoever asked it says so in a line. Arrow's own columns,
checked there, and plain Python values come back through a pipe; nobody but that process opens the file.
"""
