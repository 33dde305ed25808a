"""The deck that is being written, seen before it is right.

`watch` is its spine: the files as they lie there (`watched`), a warm process that makes the deck from them (`rebuild`, in `hands`), the
deck as slides that can be exchanged one by one (`page`), what is wrong and on which slide (`findings`), all of it on the pages that
are open (`loop`, `handlers`). Nothing is published.
"""
