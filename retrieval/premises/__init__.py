"""What a question takes for granted."""

from retrieval.premises.premises import Premises

__all__ = ["Premises"]
