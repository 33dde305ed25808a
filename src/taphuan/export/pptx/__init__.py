"""deck.pptx: native text, tables, charts and shapes on the layouts of the template."""
