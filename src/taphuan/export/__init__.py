"""One writer a file: each turns a finished notebook, document or index into the bytes of one format."""
