"""`taphuan add`: numbers that somebody brings as a workbook become rows of data/, checked before anything is written.

`sheet` reads the file, `numbers` its cells, `units` finds the provinces in it, `proposal` makes the rows, `writing` checks and
writes them.
"""
