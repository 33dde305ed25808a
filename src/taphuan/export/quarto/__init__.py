"""Quarto as a second renderer, where it is installed: makes a project of the executed notebook and renders it."""
