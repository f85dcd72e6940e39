"""LAY OUT: what wants a label, where it may stand, and the search for the best of all labels together."""
