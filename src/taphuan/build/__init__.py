"""The run: what is to be built, why, by whom, and how its files appear."""
