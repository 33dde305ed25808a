"""The deck that runs: a Jupyter server on this machine shows the built decks and runs their cells on warm kernels."""
