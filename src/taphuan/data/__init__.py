"""Access to the files in `data/`: `load` reads them, `check` validates them against their schema and their rules."""
