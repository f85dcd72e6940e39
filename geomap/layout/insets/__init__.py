"""LAY OUT: smaller maps in the corners of the map, beside it or below it."""
