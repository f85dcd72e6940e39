"""Files: read safely, known again, and written whole or not at all."""
