"""What an answer rests on, ordered for reading."""

from collections.abc import Iterable

from api.models import CitationBody, SourceBody


def by_source(
    citations: Iterable[CitationBody],
) -> tuple[tuple[SourceBody, tuple[CitationBody, ...]], ...]:
    """Return each source once, in the order of first use, with the citations that it states."""
    found: dict[str, list[CitationBody]] = {}
    for citation in citations:
        found.setdefault(citation.source.iri, []).append(citation)
    return tuple((group[0].source, tuple(group)) for group in found.values())
