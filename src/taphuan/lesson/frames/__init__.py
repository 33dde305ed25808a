"""The numbers of a lesson as frames of pandas (`lesson.data.<table>`), and what a cell shows of a frame."""
