"""What outputs were made from, and whether they still are what a build would make."""
