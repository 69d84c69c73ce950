"""Sentence vectors."""

from retrieval.encoder.load import load_encoder
from retrieval.encoder.protocol import Encoder, Vectors

__all__ = ["Encoder", "Vectors", "load_encoder"]
