"""PDF by Typst: papers, decks, handouts."""
