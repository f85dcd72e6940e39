"""What a config, and a cell of a table, may state: each value with the message that refuses what is none."""
