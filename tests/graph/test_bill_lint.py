"""Faulty bills in a folder of one's own are findings of a check: what is wrong, and how to mend it."""

from pathlib import Path

import pytest

from graph.bill_lint import faulty_bills
from graph.finding import short
from graph.store import load

COFFEE = Path(__file__).parent.parent / "catalogues" / "coffee"
BILL = """
@prefix co: <https://example.org/coffee/vocab#> .
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix item: <https://example.org/coffee/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
item:bill-of-mine a cv:Bill ; skos:prefLabel "bill of mine" ; cv:billOf item:zibo ; cv:way "my way" ;
    cv:step item:my-step ; cv:line item:my-line ; cv:fit item:my-fit .
item:my-step a cv:BillStep ; skos:prefLabel "step" ; cv:symbol "mine" ; cv:countedIn co:unitPortions ;
    cv:formula "cups[unitCups]" .
item:my-line a cv:BillLine ; skos:prefLabel "line" ; cv:charges co:portionPrice ;
    cv:countedIn co:unitPortions ; cv:formula "mine" .
item:my-fit a cv:BillFit ; cv:formula "cups" ; cv:atMost co:mostPortions .
"""


def found(tmp_path: Path, bill: str) -> list[tuple[str, str]]:
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "bill.ttl").write_text(bill, encoding="utf-8")
    return [(short(f.subject), f.message) for f in faulty_bills(load([COFFEE, folder]))]


def test_a_bill_that_can_be_worked_out_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, BILL) == []


@pytest.mark.parametrize(
    ("right", "wrong", "node", "said"),
    [
        ('formula "mine"', 'formula "cupps"', "my-line", "names cupps, which is no dimension"),
        ('formula "mine"', 'formula "cupps"', "my-line", "did you mean cups?"),
        ('formula "mine"', 'formula "mine * ("', "my-line", "cannot be read"),
        ('formula "mine"', "formula \"__import__('os')\"", "my-line", "known are numbers, names"),
        ('formula "mine"', 'formula "round(mine)"', "my-line", "max, min, table, up, whole"),
        ('formula "mine"', 'formula "cups"', "my-line", "mixes units: cups cannot be turned into portions"),
        ('"cups" ; cv:atMost', '"strength" ; cv:atMost', "my-fit", "mixes units"),
        ("co:portionPrice", "co:rentPrice", "my-line", "No source states a price by"),
        ("co:portionPrice", "co:packSize", "my-line", "whose values are no prices"),
        ("atMost co:mostPortions", "atMost co:portionPrice", "my-fit", "is no quantity"),
        ("charges co:portionPrice", "chargedAs item:duro ; cv:charges co:rentPrice", "my-line", "for months"),
        (
            "charges co:portionPrice",
            "charges co:portionPrice ; cv:holdsFor item:plain",
            "my-line",
            "with the condition",
        ),
        ('symbol "mine"', 'symbol "strength"', "my-step", "already names something"),
        ("cv:step item:my-step", "cv:step item:my-fit", "bill-of-mine", "which is no cv:BillStep"),
    ],
)
def test_a_faulty_bill_is_a_finding_on_the_part_at_fault(
    right: str, wrong: str, node: str, said: str, tmp_path: Path
) -> None:
    assert right in BILL
    findings = found(tmp_path, BILL.replace(right, wrong, 1))
    assert [message for subject, message in findings if subject.endswith(node) and said in message], findings


def test_what_is_found_does_not_stop_the_check_of_the_other_bills(tmp_path: Path) -> None:
    faulty = BILL.replace('cups[unitCups]"', 'cups"')
    both = faulty + faulty.replace("my-", "your-").replace("of-mine", "of-yours").split("unit/> .\n", 1)[1]
    subjects = {subject for subject, _ in found(tmp_path, both)}
    assert any("my-step" in s for s in subjects)
    assert any("your-step" in s for s in subjects)
