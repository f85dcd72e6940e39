"""A preview that follows the config: read again when a file of it changes, drawn when a browser asks, never written."""

from __future__ import annotations

from geomap.watch.preview import Preview
from geomap.watch.server import Server, watch

__all__ = ["Preview", "Server", "watch"]
