"""A picture made of letters: what things cost over a load, where no image can be shown."""

from collections.abc import Sequence
from decimal import Decimal

from retrieval.answer import Answer
from retrieval.cost.showing import plain

Series = Sequence[tuple[str, Sequence[tuple[Decimal, Decimal]]]]
"""The name of each thing, and its costs by loads."""
_MARKS = "ABCDEF"
_BAR = 40
_LOADS = 10
"""Loads that a picture in an answer shows."""


def series_of(answer: Answer) -> Series:
    """Return what an answer draws; nothing where it has no picture."""
    chart = answer.result.get("chart")
    if not chart:
        return ()
    every = max(1, len(chart["series"][0]["points"]) // _LOADS)
    return [
        (one["label"], [(Decimal(x), Decimal(y)) for x, y in one["points"][::every]])
        for one in chart["series"]
    ]


def bars(series: Series) -> list[str]:
    """Return the lines: for each load what each thing costs, one bar above the other."""
    highest = max((value for _, points in series for _, value in points), default=Decimal(0))
    if not highest:
        return []
    lines = [f"{mark}  {label}" for mark, (label, _) in zip(_MARKS, series, strict=False)]
    width = max(len(plain(load)) for _, points in series for load, _ in points)
    for load in dict.fromkeys(load for _, points in series for load, _ in points):
        told = plain(load)
        for mark, (_, points) in zip(_MARKS, series, strict=False):
            for value in (value for at, value in points if at == load):
                bar = mark * max(1, round(_BAR * value / highest))
                lines.append(f"  {told:>{width}}  {value:>12,.2f}  {bar}")
                told = ""
    return lines
