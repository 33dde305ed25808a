"""The document model (slides, sections, blocks), and how an executed notebook is read into it."""
