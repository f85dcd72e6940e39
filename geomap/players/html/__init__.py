"""RENDER: the interactive page, one self-contained file; its program is in `geomap/web`."""
