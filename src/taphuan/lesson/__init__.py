"""The only door from notebooks to the data."""
