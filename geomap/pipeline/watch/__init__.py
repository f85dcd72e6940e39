"""A preview that follows the config: read again when a file of it changes, drawn when a browser asks, never written."""

from __future__ import annotations

from geomap.pipeline.watch.preview import Preview
from geomap.pipeline.watch.server import Server, watch

__all__ = ["Preview", "Server", "watch"]
