"""What is valid or known on a given day: provincial units, legal documents, the published index, conferences."""
