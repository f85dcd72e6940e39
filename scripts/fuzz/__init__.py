"""Throws broken input of many kinds at geomap, and records what came of it in docs/robustness.md: `make fuzz`."""
