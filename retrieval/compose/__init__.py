"""Wording answers from evidence."""
