"""The figures: pure functions of small frozen inputs that return SVG.

A module of `plots`, `cards` or `map` holds its charts, each as a pair: `draw_x` draws, `alt_x` says in words what is
shown. They share `style` (colours and sizes), `text_measure`, `svg` (elements) and `words`. `figure` carries a drawing
with its data into the notebook; `cache` draws each content once.

The SVG is written directly because the code is the layout: which label goes where, what gives way when there is no room,
what is said where a value is missing. A plotting library takes over elements and axes, a tenth of this code; the layout
would be written on top of it, and the words as well. Speed is not the reason.
"""
