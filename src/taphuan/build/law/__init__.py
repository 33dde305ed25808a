"""`taphuan new law`: a legal document into the register, and what it does to the decks of which days.

`command` asks and writes, with the rows of `check/new/law_rows`; `effects` compares decks before and after, and finds the places.
"""
