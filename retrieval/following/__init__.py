"""Questions that lean on the one before."""

from retrieval.following.following import Following

__all__ = ["Following"]
