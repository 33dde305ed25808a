"""The tables of a lesson: `lesson.tables.<name>()`."""
