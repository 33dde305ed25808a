"""The figures of a lesson: `lesson.figures.<name>()`."""
