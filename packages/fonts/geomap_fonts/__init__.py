"""Fonts for geomap, which reads the files beside this one."""

__version__ = "0.2.0"
