"""Answering multiple-choice questions: each option is held against what the graph says."""

from retrieval.choosing.chooser import Chooser

__all__ = ["Chooser"]
