"""RENDER: a page as PNG or PDF, through matplotlib."""
