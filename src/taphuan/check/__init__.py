"""The checks before publishing (notebooks, decks, papers, prose), and the commands `check`, `tidy` and `doctor`."""
