"""Wording answers from evidence."""

from retrieval.compose.answering import compose

__all__ = ["compose"]
