"""The data in `data/`: `load` reads it, `check` holds it against its schema and its rules."""
