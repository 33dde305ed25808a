"""Who makes the files of a document set. The command asks this before it needs the table of formats and its words."""

TAPHUAN, QUARTO = "taphuan", "quarto"
RENDERERS = (TAPHUAN, QUARTO)
