"""Figures of words and single numbers: cards, steps, quantities."""
