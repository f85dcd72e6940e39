"""LAY OUT: degrees to px: the projection, the bounds that a map shows, and its frame on the artboard."""
