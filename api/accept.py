"""Reading Accept headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Offer = TypeVar("Offer")


@dataclass(frozen=True, slots=True)
class _Range:
    media_range: str
    quality: float
    position: int

    @property
    def specificity(self) -> int:
        return 2 - self.media_range.count("*")

    def covers(self, media_type: str) -> bool:
        major = media_type.partition("/")[0]
        return self.media_range in (media_type, f"{major}/*", "*/*")


def ranked(accept: str | None, offers: Mapping[Offer, Sequence[str]]) -> tuple[Offer, ...]:
    """Return what may be sent, the most wanted first; nothing where nothing fits.

    An offer has one media type or several. The most specific range decides, as RFC 9110 has it;
    equally wanted offers keep the order of the header, then their own. Parameters other than
    `q` are ignored, and so is a range that cannot be read.
    """
    ranges = _ranges(accept if accept and accept.strip() else "*/*")
    wanted = {offer: _deciding(ranges, media_types) for offer, media_types in offers.items()}
    found = [(offer, best) for offer, best in wanted.items() if best and best.quality > 0]
    found.sort(key=lambda pair: (-pair[1].quality, -pair[1].specificity, pair[1].position))
    return tuple(offer for offer, _ in found)


def _deciding(ranges: Sequence[_Range], media_types: Sequence[str]) -> _Range | None:
    covering = [each for each in ranges if any(map(each.covers, media_types))]
    return max(covering, key=lambda each: (each.specificity, each.quality), default=None)


def _ranges(accept: str) -> list[_Range]:
    ranges = []
    for position, item in enumerate(accept.split(",")):
        media_range, *parameters = (part.strip().lower() for part in item.split(";"))
        values = dict(parameter.partition("=")[::2] for parameter in parameters)
        try:
            quality = float(values.get("q", "1"))
        except ValueError:
            continue
        if 0 <= quality <= 1:
            ranges.append(_Range(media_range, quality, position))
    return ranges
