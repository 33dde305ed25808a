"""Formats that are text: Markdown, GIFT, Moodle XML."""
