"""References of all documents: one committed file with a digest of the normal form of each, to see which of them a change changes.

`file` is that file, `store` keeps the texts behind the digests on this machine, `compare` reads a build and finds the differences.
"""
