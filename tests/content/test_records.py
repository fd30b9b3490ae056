"""What real-shaped records send: every unit of a test that is known is accepted, but for those that say too little."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.results import Code
from hoc_tui.domain.units import accepted


def _values(part: object) -> Iterator[dict[str, Any]]:
    """Every Observation, or part of one, that holds a number."""
    if isinstance(part, dict):
        if "valueQuantity" in part and "code" in part:
            yield part
        for inner in part.values():
            yield from _values(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _values(inner)


def _sent(folder: Path) -> Iterator[tuple[str, str]]:
    """Of every number whose test is known, the test and its unit."""
    catalogue = usual_catalogue()
    for file in sorted(folder.glob("*.json")):
        for value in _values(json.loads(file.read_text(encoding="utf-8"))):
            coded = value["code"].get("coding", [])
            test = catalogue.test_of(Code(system=one.get("system", ""), code=one.get("code", "")) for one in coded)
            if test is not None:
                yield test.id, value["valueQuantity"].get("unit", "")


def test_the_units_of_records_are_known(records: Path) -> None:
    """A clearance that is not for 1.73 m², a potassium without a unit and cigarettes a day are never guessed."""
    sent = Counter(pair for folder in ("gp-connect", "fhir-r4") for pair in _sent(records / folder))
    known = {test.id: test for test in usual_catalogue().tests}
    refused = {pair: count for pair, count in sent.items() if accepted(pair[1], known[pair[0]]) is None}

    assert {("egfr", "mL/min"): 6, ("k", ""): 1, ("smok", "Cigarettes/day"): 1} == refused
    assert 787 == sent.total()
