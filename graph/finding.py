"""What a check found wrong."""

from dataclasses import dataclass
from enum import StrEnum

from graph.namespaces import PREFIXES


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a catalogue that has to be mended, and how."""

    subject: str
    """The IRI of what the finding is about."""
    message: str
    """What was expected and how to mend it, in plain words."""
    path: str | None = None
    """The IRI of the property concerned, where there is one."""
    value: str | None = None
    """The value concerned, where there is one: an IRI or the text of a literal."""
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, ...]:
        """By what findings are sorted: those on one subject stand together."""
        return (self.subject, self.path or "", self.value or "", self.message, self.severity)


def short(text: str) -> str:
    """Return the text with its IRIs written by their prefixes, as in files."""
    for prefix, namespace in PREFIXES.items():
        text = text.replace(namespace, f"{prefix}:")
    return text
