"""Charts of values: bars, ranks, positions, time lines."""
