"""A count, a crowd, a change, a stroke, a tint -> shapes in px. Pure: map, key and files all draw from here."""
