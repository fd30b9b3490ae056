"""The fault campaign in small, so that it runs with every change; `make faults` plays all of it."""

import os

import pytest

from tests.faults.campaign import ACTS

SHORT = {"kills": 8, "crashes": 1, "failovers": 1, "hangups": 1, "cases": 300, "others": 2}
"""How often, here."""


@pytest.mark.parametrize("act", [name for name in ACTS if name not in {"kill-postgres", "clock-jumps-postgres"}])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(act: str) -> None:
    """Whatever dies and when: each acknowledged change is in the database once, or in the journal."""
    if os.environ.get("HOC_TEST_POSTGRES"):
        pytest.skip("the campaign has servers of its own")
    number, play = ACTS[act]
    assert play(act, SHORT[number], 1)
