"""COMPOSE: config, facts, places and layers become one Scene, and what is to be said of them."""
