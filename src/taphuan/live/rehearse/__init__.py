"""The rehearsal: everything that a talk needs, tried on its machine before the day."""
