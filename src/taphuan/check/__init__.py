"""Checks that run on finished documents and fail a build that must not be published."""
