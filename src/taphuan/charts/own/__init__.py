"""Figures that notebooks draw with matplotlib: their style, the table read back from them, their words, their SVG.

matplotlib is imported by the functions that use it: a notebook without a plot never loads it.
"""
