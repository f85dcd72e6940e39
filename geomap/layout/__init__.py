"""LAY OUT: a scene and an artboard become a page: projection, furniture, symbols, labels."""
