"""Multiple-choice questions: the stem, the options, and how many of them are wanted."""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"(?:^|(?<=[\s;,/]))(?:[(\[]([A-Za-z]|\d)[)\]][.:]?|([A-Za-z]|\d)[).:]|([A-Z])(?=\s+[-\u2013]\s))\s*[-\u2013]?\s*"
)
_LEAST = 2
_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3}
_WANTED = re.compile(
    r"\b(?:choose|select|pick|which)\s+(?:the\s+)?(?:best\s+)?(two|three|2|3)\b|\((two|three|2|3)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\bNOT\b|\bEXCEPT\b|\bLEAST\b|\bFALSE\b|\bnot (?=suitable|true|correct|supported)|\bfalse\b"
)
_STATEMENTS = re.compile(
    r"\b(?:statements?|true|false|correct match|matches|is correct|are correct)\b", re.IGNORECASE
)
_INSTRUCTION = re.compile(
    r"\(?\b(?:choose|select|pick)\s+(?:the\s+)?(?:best\s+)?(?:one|two|three|\d)\b\.?:?\)?", re.IGNORECASE
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
    marks = _run([(m, next(g for g in m.groups() if g)) for m in _MARK.finditer(text)])
    if len(marks) < _LEAST:
        return None
    ends = [*(m.start() for m, _ in marks[1:]), len(text)]
    options = [
        Option(label.upper(), _tidy(text[m.end() : end])) for (m, label), end in zip(marks, ends, strict=True)
    ]
    before = text[: marks[0][0].start()]
    last = options[-1]
    head, *after = re.split(r"\n\s*\n|(?<=[.;])\s+(?=[A-Z(])", last.text, maxsplit=1)
    options[-1] = Option(last.label, _tidy(head))
    stem = _tidy(f"{before} {' '.join(after)}")
    if not all(option.text for option in options) or not stem:
        return None
    wanted = _WANTED.search(text)
    number = _NUMBERS[next(g for g in wanted.groups() if g).lower()] if wanted else 1
    excepted = bool(_EXCEPT.search(stem))
    asked = _INSTRUCTION.sub(" ", _EXCEPT.sub(" ", stem) if excepted else stem)
    return Choices(
        stem=" ".join(asked.split()),
        options=tuple(options),
        wanted=min(number, len(options)),
        excepted=excepted,
        statements=bool(_STATEMENTS.search(stem)),
    )


def _run(marks: list[tuple[re.Match[str], str]]) -> list[tuple[re.Match[str], str]]:
    """The longest run of marks that counts up from A, a or 1."""
    best: list[tuple[re.Match[str], str]] = []
    for start, (_, label) in enumerate(marks):
        if label not in ("A", "a", "1"):
            continue
        run = [marks[start]]
        for mark in marks[start + 1 :]:
            if mark[1] == chr(ord(run[-1][1]) + 1):
                run.append(mark)
        best = max(best, run, key=len)
    return best


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ;,/")
