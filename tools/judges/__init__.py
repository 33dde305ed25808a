"""Judges: programs of others that read every document again which lies below build/. `__main__` is the command, docs/checks.md the list."""
