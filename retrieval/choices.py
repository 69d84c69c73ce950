"""Multiple-choice questions: the stem, the options, and how many of them are wanted."""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"(?:^|(?<=[\s;,/]))(?:[(\[]([ivx]{2,4}|[IVX]{2,4}|[A-Za-z]|\d)[)\]][.:]?|([ivx]{2,4}|[IVX]{2,4}|[A-Za-z]|\d)[).:]|([A-Z])(?=\s+[-\u2013]\s))\s*[-\u2013]?\s*"
)
_LETTER = re.compile(r"(?:^|(?<=\s))([A-H])\s+(?=\w)")
_LABEL = re.compile(r"^(?:q|question)\s*\d*\s*[:.)]\s*|\s*\banswer\s*[?:]*$", re.IGNORECASE)
BULLET = re.compile(r"^[-*+\u2022\u2013\u25a1\u25aa\u25cb\u25cf\u25e6\u2610]\s+|^\[ ?\]\s*")
_OPTIONS = re.compile(
    r"\b(?:options|choices|choose from|pick from)(?: are)?\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL
)
_AFTER = r"\n\s*\n|(?<=[.;])\s+(?=[A-Z(])"
_AFTER_LINE = _AFTER + r"|\n|\s+(?:--|\u2013|\u2014)\s+|\s+-\s+(?=(?i:which|what|who|how)\b)"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LEAST = 2
_LINES = 3
"""So many lines without marks are options; two may be anything."""
_LONGEST = 20
"""Words of an option without a mark."""
_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3}
_WANTED = re.compile(
    r"\b(?:choose|select|pick|which)\s+(?:the\s+)?(?:best\s+)?(two|three|2|3)\b|\((two|three|2|3)\b(?!\))",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\bNOT\b|\bEXCEPT\b|\bLEAST\b|\bFALSE\b|\bnot (?=suitable|true|correct|supported)|\bfalse\b"
)
_STATEMENTS = re.compile(
    r"\b(?:statements?|true|false|correct match|matches|is correct|are correct)\b", re.IGNORECASE
)
_INSTRUCTION = re.compile(
    r"(?<=\bwhich\s)(?:two|three)\b|"
    r"\(?\b(?:choose|select|pick)\s+(?:the\s+)?(?:best\s+)?(?:one|two|three|\d)\b\.?:?\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the options: its letter or number, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """A multiple-choice question."""

    stem: str
    options: tuple[Option, ...]
    wanted: int
    excepted: bool
    """Whether the options that do not hold are wanted; the stem then leaves its `not` out."""
    statements: bool
    """Whether the options are statements of their own."""


def find_choices(text: str) -> Choices | None:
    """Return the parts of a multiple-choice question, or None where the text is none."""
    found = marked_parts(text) or _unmarked(text)
    if found is None:
        return None
    stem, options = found
    if not all(option.text for option in options) or not stem:
        return None
    wanted = _WANTED.search(text)
    number = _NUMBERS[next(g for g in wanted.groups() if g).lower()] if wanted else 1
    excepted = bool(_EXCEPT.search(stem))
    stem = _LABEL.sub("", stem)
    asked = _INSTRUCTION.sub(" ", _EXCEPT.sub(" ", stem) if excepted else stem)
    return Choices(
        stem=" ".join(asked.split()),
        options=tuple(options),
        wanted=min(number, len(options)),
        excepted=excepted,
        statements=bool(_STATEMENTS.search(stem)),
    )


def marked_parts(text: str) -> tuple[str, list[Option]] | None:
    """Return the stem and the options where each has a letter or a number, or None."""
    marks = _run([(m, next(g for g in m.groups() if g)) for m in _MARK.finditer(text)])
    if len(marks) < _LEAST:
        marks = _run([(m, m[1]) for m in _LETTER.finditer(text)])
        if len(marks) <= _LEAST:  # an article and an initial are no options
            return None
    ends = [*(m.start() for m, _ in marks[1:]), len(text)]
    said = [text[m.end() : end] for (m, _), end in zip(marks, ends, strict=True)]
    # What stands after the last option, on a line or in a sentence of its own, belongs to the stem.
    lines = not any("\n" in option.strip() for option in said[:-1])
    head, *after = re.split(_AFTER_LINE if lines else _AFTER, said[-1].strip(), maxsplit=1)
    options = [
        Option(label.upper(), _tidy(own)) for (_, label), own in zip(marks, [*said[:-1], head], strict=True)
    ]
    return _tidy(f"{text[: marks[0][0].start()]} {' '.join(after)}"), options


def _unmarked(text: str) -> tuple[str, list[Option]] | None:
    """The stem and the options where these stand on lines of their own, or after the word `options`."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    told = [line for line in lines if BULLET.match(line)]
    rest = [line for line in lines if line not in told]
    if not told and len(lines) > _LINES and lines[0].endswith(("?", ":")):
        rest, told = lines[:1], lines[1:]
    if not told and (listed := _OPTIONS.search(text)):
        rest, told = [text[: listed.start()]], re.split(r",\s*(?:or\s+)?|\s+or\s+|[/;|]", listed[1])
    asks = any("?" in line or _INSTRUCTION.search(line) for line in rest)
    told = [_tidy(BULLET.sub("", line)) for line in told]
    if len(told) < _LINES or not asks or any(len(t.split()) > _LONGEST or t.endswith("?") for t in told):
        return None
    return _tidy(" ".join(rest)), [Option(chr(ord("A") + place), told) for place, told in enumerate(told)]


def _next_sign(label: str) -> str:
    return chr(ord(label) + 1) if len(label) == 1 else ""


def _next_roman(label: str) -> str:
    place = _ROMAN.index(label.upper()) + 1
    after = _ROMAN[place] if place < len(_ROMAN) else ""
    return after if label.isupper() else after.lower()


_COUNTING = {"A": _next_sign, "a": _next_sign, "1": _next_sign, "i": _next_roman, "I": _next_roman}


def _run(marks: list[tuple[re.Match[str], str]]) -> list[tuple[re.Match[str], str]]:
    """The longest run of marks that counts up from A, a, 1 or i."""
    best: list[tuple[re.Match[str], str]] = []
    for start, (_, label) in enumerate(marks):
        follows = _COUNTING.get(label)
        if follows is None:
            continue
        run = [marks[start]]
        for mark in marks[start + 1 :]:
            if mark[1] == follows(run[-1][1]):
                run.append(mark)
        best = max(best, run, key=len)
    return best


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ;,/")
