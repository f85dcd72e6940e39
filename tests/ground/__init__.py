"""The user's own ground: tiles, heights, and what a map draws of them."""
