"""Maps of provinces."""
