"""A picture of costs over a load, as SVG. Imported only where one is drawn: its library takes 0.1 s."""

from collections.abc import Sequence
from decimal import Decimal

import leather
from leather import theme

from retrieval.cost.breakeven import Curve
from retrieval.cost.showing import plain

_SHAPE = Decimal(400) / 720
_LOWEST = 300
_ROOM = 0.8
"""Of the width, what a title may take; one that is longer is left to who shows the picture."""
_TICK = 130
"""Pixels that a tick of the horizontal axis has to itself."""
_FONT = "Helvetica, Arial, sans-serif"
_COLOURS = ("#0b62a4", "#c2410c", "#2e7d32", "#6a1b9a", "#8d6e00", "#37474f")
"""Dark enough to be told apart on white; the names are beside them in the legend."""

for _name in ("title", "legend", "axis_title", "tick"):
    setattr(theme, f"{_name}_font_family", _FONT)
theme.background_color = "#ffffff"
theme.label_color = theme.legend_color = theme.axis_title_color = "#55605e"  # legible on white


def chart(
    curves: Sequence[Curve], labels: Sequence[str], title: str, load: str, cost: str, width: int
) -> str:
    """Return a picture of some curves, so many pixels wide: what each thing costs over the load.

    The same curves give the same picture.
    """
    drawn = leather.Chart(title if len(title) * theme.title_font_char_width < width * _ROOM else None)
    highest = max((value for curve in curves for _, value in curve.points), default=Decimal(0))
    last = max((load for curve in curves for load, _ in curve.points), default=Decimal(1))
    first = min((load for curve in curves for load, _ in curve.points), default=Decimal(0))
    for curve, label, colour in zip(curves, labels, _COLOURS, strict=False):
        drawn.add_line([(x, y) for x, y in curve.points], name=label, stroke_color=colour)
    if last <= first:
        last = first + 1
    drawn.add_x_scale(first, last)
    drawn.add_y_scale(Decimal(0), highest * Decimal("1.05") if highest else Decimal(1))
    steps = max(2, width // _TICK)
    ticks = [first + (last - first) * step / steps for step in range(steps + 1)]
    drawn.add_x_axis(ticks=ticks, name=load, tick_formatter=lambda value, *_: _short(Decimal(value)))
    drawn.add_y_axis(name=cost, tick_formatter=lambda value, *_: _short(Decimal(value)))
    svg: str = drawn.to_svg(width=width, height=max(_LOWEST, round(width * _SHAPE)))
    return svg


def _short(value: Decimal) -> str:
    """A number for the tick of an axis: `1.5M`."""
    for size, letter in ((9, "B"), (6, "M"), (3, "K")):
        if abs(value) >= 10**size:
            return f"{plain(round(value / 10**size, 2))}{letter}"
    return plain(round(value, 2))
