"""The figures: pure functions of small frozen inputs that return SVG, and the house style they share.

`style` holds colours and sizes; `text_measure` says how wide text is and where it breaks; `svg` writes elements; one module per chart draws; `alt` says in
words what each shows; `figure` carries a drawing with its data to the notebook; `cache` draws each content once.

The SVG is written directly: every label is measured with the real font before it is placed, and a figure costs
milliseconds, where importing a plotting library alone costs 0.4 s of every kernel.
"""
