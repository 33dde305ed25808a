"""The check of data/: every problem of every file at once."""
