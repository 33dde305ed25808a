"""The check of data/: it reports every problem of every file in one run."""
