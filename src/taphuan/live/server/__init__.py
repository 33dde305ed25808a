"""The server of a live deck and the kernels of its pages."""
