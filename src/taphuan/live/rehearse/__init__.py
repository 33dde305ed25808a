"""The rehearsal: everything that a presentation needs, tried on its machine before the day."""
