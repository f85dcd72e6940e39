"""LAY OUT: the key, drawn with the map's own scale and marks."""
