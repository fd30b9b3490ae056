"""A person's audit says to them, in plain words, who did what with their record."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from hoc_tui.documents.who_looked import DID, JOBS, NOTHING, audit_text
from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.vocabulary import AuditAct, Role


def entry(act: AuditAct, **said: object) -> AuditEntry:
    """Something that was done on a spring morning."""
    at = datetime(2026, 3, 5, 10, 41, tzinfo=UTC)
    who = {"practice_id": UUID(int=1), "staff_id": UUID(int=2), "account": "apatel", "name": "Nurse Asha Patel"}
    fields = who | {"role": Role.NURSE, "id": UUID(int=3), "at": at, "act": act, "seq": 1, "entered_at": at}
    return AuditEntry.model_validate(fields | {"person_id": UUID(int=4)} | said)


def test_an_opening_is_one_plain_sentence() -> None:
    """Day, time, who, what; the job is not said twice."""
    said = "On 5 March 2026 at 10:41 Nurse Asha Patel opened your record."
    assert said == audit_text([entry(AuditAct.OPENED)], zone="Europe/London")


def test_the_time_is_that_of_the_practices_wall() -> None:
    """In summer an hour later than in the database."""
    july = datetime(2026, 7, 5, 10, 41, tzinfo=UTC)
    assert "5 July 2026 at 11:41" in audit_text([entry(AuditAct.OPENED, at=july)], zone="Europe/London")


def test_a_job_is_said_where_the_name_does_not_say_it() -> None:
    """And somebody who works nowhere here has no name."""
    osei = entry(AuditAct.CHANGED, name="Dr Osei", role=Role.GP, why="they asked")
    assert audit_text([osei], zone="UTC").endswith(
        "Dr Osei (doctor) wrote in your record. The reason given was: they asked"
    )
    nobody = entry(AuditAct.REFUSED, name="", role=None)
    assert "somebody who does not work here tried to open" in audit_text([nobody], zone="UTC")


@pytest.mark.parametrize("act", [act for act in AuditAct if act is not AuditAct.SIGNED_IN])
def test_every_act_has_plain_words(act: AuditAct) -> None:
    """Nothing that can be done to a record is left to a stored word."""
    assert DID[act] in audit_text([entry(act)], zone="UTC")


def test_every_role_has_plain_words() -> None:
    """Also those that never see a record."""
    assert {*Role} == {*JOBS}


def test_an_empty_audit_says_so() -> None:
    """In a sentence, not with an empty page."""
    assert NOTHING == audit_text([], zone="UTC")
