"""Quarto as a second renderer, for those who have it: the executed notebook as a project of its own, and what came of it."""
