"""Single mutations of what the project is made from, drawn by a seed, and what becomes of each."""
