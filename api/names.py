"""Finding the one thing that a path or a parameter names."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process

from graph.catalogue import Catalogue, Thing
from graph.errors import NotFoundError
from graph.properties import Property
from retrieval.compose.wording import listed
from retrieval.cost.strange import form_of, nearest_sizes

_NEAR = 3
_ALIKE = 50
"""How alike two names must be, of 100, for one to be offered instead of the other."""


class Named(Protocol):
    """What has an IRI, a label and other names."""

    @property
    def iri(self) -> str:
        """What the graph knows it by."""

    @property
    def label(self) -> str:
        """The name it is shown by."""

    @property
    def names(self) -> tuple[str, ...]:
        """What else it is called."""


_Found = TypeVar("_Found", bound=Named)


def local(iri: str) -> str:
    """Return the last part of an IRI, by which paths name things."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def service(catalogue: Catalogue, name: str) -> Thing:
    """Return the service or the variant of that name, IRI or label, in any case.

    Raises NotFoundError, with the nearest names, where there is none or more than one.
    """
    variants = [t for s in catalogue.services for t in catalogue.variants(s.iri)]
    return _one("service", name, [catalogue.services, variants])


def thing(catalogue: Catalogue, name: str) -> Thing:
    """Return the service, else the variant, else anything else of that name; NotFoundError as above."""
    services = catalogue.services
    variants = [t for s in services for t in catalogue.variants(s.iri)]
    known = {one.iri for one in (*services, *variants)}
    others = [one for one in catalogue.things.values() if one.iri not in known]
    return _one("thing", name, [services, variants, others])


def priced(catalogue: Catalogue, name: str) -> Thing:
    """Return the service, the variant or the size of that name; NotFoundError as above.

    Instead of what has the form of a size's name, only sizes of such names are offered: `t9.huge`.
    """
    variants = [t for s in catalogue.services for t in catalogue.variants(s.iri)]
    sizes = [size for of in catalogue.sizes_of.values() for size in of]
    try:
        return _one("service or size", name, [catalogue.services, variants, sizes])
    except NotFoundError:
        whole, alike = _of_such_names(catalogue, name)
        if whole is None:
            raise
        near = nearest_sizes(name, alike)
        raise NotFoundError(
            f"There is no size called {name!r}. {whole.label} has {len(alike)} sizes with such names in the "
            f"graph; nearest are {listed(near)}.",
            near,
        ) from None


def _of_such_names(catalogue: Catalogue, name: str) -> tuple[Thing | None, list[str]]:
    """The service whose sizes have names of the same form, and those names; None where there is none."""
    form = form_of(name)
    for whole, sizes in catalogue.sizes_of.items():
        alike = [size.label for size in sizes if form and form_of(size.label) == form]
        if alike:
            return catalogue.things[whole], [size.label for size in sizes if form_of(size.label)]
    return None, []


def prop(catalogue: Catalogue, name: str) -> Property:
    """Return the property of that name, IRI or label, in any case; NotFoundError as above."""
    properties = sorted(catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
    return _one("property", name, [properties])


def _one(what: str, name: str, groups: Sequence[Sequence[_Found]]) -> _Found:
    """The only one whose IRI, else last part, else label, else other name fits; early groups first."""
    wanted = _folded(name)
    for read in (_iris, _locals, _labels, _others):
        for group in groups:
            found = [one for one in group if wanted in map(_folded, read(one))]
            if len(found) == 1:
                return found[0]
            if found:
                labels = [one.label for one in found]
                raise NotFoundError(f"{name!r} may mean {' or '.join(labels)}: say which.", labels)
    near = _nearest(wanted, [one for group in groups for one in group])
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise NotFoundError(f"There is no {what} called {name!r}.{hint}", near)


def _nearest(wanted: str, known: Iterable[Named]) -> list[str]:
    names = [(one.label, _folded(name)) for one in known for name in (one.label, *one.names)]
    found = process.extract(
        wanted, [name for _, name in names], scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=None
    )
    # Many names contain the wanted one and are equally near by that: the closest in all comes first.
    best = sorted(
        found,
        key=lambda match: (-round(match[1], 4), -round(fuzz.ratio(wanted, match[0]), 4), names[match[2]]),
    )
    return list(dict.fromkeys(names[index][0] for _, _, index in best))[:_NEAR]


def _iris(one: Named) -> tuple[str, ...]:
    return (one.iri,)


def _locals(one: Named) -> tuple[str, ...]:
    return (local(one.iri),)


def _labels(one: Named) -> tuple[str, ...]:
    return (one.label,)


def _others(one: Named) -> tuple[str, ...]:
    return one.names


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
