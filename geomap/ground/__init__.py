"""What lies beneath a map: land, lakes, rivers, coasts, borders and names of the whole world, without a network."""
