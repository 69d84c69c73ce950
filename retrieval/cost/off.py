"""Times for which something is turned off: it runs for the others."""

from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Dimension
from retrieval.cost.found import Found
from retrieval.cost.phrases import RATES, Part, Phrase
from retrieval.cost.showing import plain

_NIGHT = Decimal(12)
"""The hours of a night of which it is not said how long it is."""
_DAY = Decimal(24)


def turned_off(found: Found, phrases: Sequence[Phrase], running: Dimension | None) -> bool:
    """Turn the hours for which something is said to be off into those for which it runs.

    Return whether a text says so: `off at night`, `off at weekends`, `turned off 10 hours a day`.
    """
    parts = {phrase.part for phrase in phrases}
    if running is None or Part.OFF not in parts:
        return False
    hours = found.amounts.get(running.name)
    if Part.NIGHT in parts and Part.IDLE not in parts:
        stated = found.months * running.greatest if found.months is not None else _DAY
        night = stated if stated < _DAY else _NIGHT
        often = Part.WEEKDAYS if Part.WEEKENDS in parts else Part.DAILY
        if found.months is not None and found.months < 1:
            found.months = None
        on = (_DAY - night) * RATES[often]
        days = "of weekdays" if often is Part.WEEKDAYS else "of each day"
        found.notes = [
            f"Nights have {plain(night)} hours: it runs for the other {plain(_DAY - night)} {days}."
        ]
    elif hours is not None and 0 < hours < running.greatest:
        on = running.greatest - hours
    else:
        return False
    found.amounts[running.name] = on
    found.notes.append(f"It runs for {plain(round(on, 2))} hours a month and is off for the rest.")
    return True
