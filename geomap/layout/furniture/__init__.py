"""LAY OUT: what stands around and upon the map: titles, notes, scale bar, degrees."""
