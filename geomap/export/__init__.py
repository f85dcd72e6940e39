"""EXPORT: a scene's facts as files for other tools."""
