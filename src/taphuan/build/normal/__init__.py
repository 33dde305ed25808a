"""The normal form of published files: what a reader gets of a document, without what changes from file to file.

`form` holds the values, their text and digest; `reading` reads any file of a set into them, by a module a kind of file.
"""
