"""The W3C's SPARQL 1.1 test suites, run against the endpoint as it is served.

`python -m bench.w3c FOLDER`, where FOLDER holds `sparql/sparql11/` of the W3C's rdf-tests repository. Exits
with 1 where a case fails that is not listed as a deviation, with 2 where there is no such folder.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.w3c.description import service_description
from bench.w3c.manifest import FailedError, Manifest, Term
from bench.w3c.protocol import protocol
from bench.w3c.results import results
from bench.w3c.syntax import syntax

CHECKS: dict[str, Callable[[Manifest, Term], None]] = {
    "protocol": protocol,
    "service-description": service_description,
    "syntax-query": syntax,
    "csv-tsv-res": results,
    "json-res": results,
}
DEVIATIONS = {
    "tsv03": "the engine keeps numbers by value: -3 as a negativeInteger comes back as the integer -3",
} | dict.fromkeys(
    (
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    ),
    "an update is to succeed, and the graph is read only",
)


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/w3c") / "sparql" / "sparql11"
    if not root.is_dir():
        print(f"There is no folder {root}. The suites are those of https://github.com/w3c/rdf-tests;")
        print("name the folder that holds sparql/sparql11: make w3c W3C=folder")
        sys.exit(2)
    failures = 0
    for suite, check in CHECKS.items():
        manifest = Manifest(root / suite)
        outcomes: Counter[str] = Counter()
        for name, case in manifest.cases():
            outcome = run(manifest, check, name, case)
            outcomes[outcome.partition(":")[0]] += 1
            if outcome != "passed":
                print(f"  {suite} {name}: {outcome}")
        failures += outcomes["failed"]
        held = sum(outcomes.values()) - outcomes["deviation"]
        print(f"{suite}: {outcomes['passed']} of {held} passed, {outcomes['deviation']} deviations")
    sys.exit(1 if failures else 0)


def run(manifest: Manifest, check: Callable[[Manifest, Term], None], name: str, case: Term) -> str:
    """Return `passed`, or `failed` or `deviation` with a reason."""
    try:
        check(manifest, case)
    except FailedError as failed:
        return f"deviation: {DEVIATIONS[name]}" if name in DEVIATIONS else f"failed: {failed}"
    if name in DEVIATIONS:
        return "failed: listed as a deviation, yet it passes"
    return "passed"


if __name__ == "__main__":
    main()
