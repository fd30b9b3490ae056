"""Hostile text through every field one can type in and every field one can import: shown as letters, never obeyed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from pydantic import ValidationError
from sqlalchemy import create_engine, select
from textual.screen import Screen

from hoc_tui.data.tables import Base, QuarantineRow, SourceMessageRow
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.kinds import DRAFTS
from hoc_tui.domain.model import Value
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.text import is_harmless
from hoc_tui.domain.vocabulary import ItemKind, NeedKind, Role
from hoc_tui.screens.background import BackgroundScreen
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.find import FindScreen
from hoc_tui.screens.person import PersonScreen
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.result_history import ResultHistoryScreen
from hoc_tui.screens.show_to_person import ShowToPersonScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.lists import find
from hoc_tui.services.records import open_record
from tests.domain.hostile import any_text
from tests.e2e.conftest import Start, Told
from tests.e2e.crawling import Crawl
from tests.e2e.hostile import CONTROL, HOSTILE, LEFT_OF_IT, poisoned, strings
from tests.e2e.test_done_when import hoc
from tests.support.practice import SmallPractice, opened
from tests.support.seat import Seat, seated
from tests.support.terminal import REPOSITORY

FILES = ("r4-collection", "gp-connect-traps")
"""Record files made by hand that hold every kind of thing we read."""

NEEDED: dict[object, dict[str, object]] = {
    ItemKind.PERSON: {"family": "Jackson"},
    ItemKind.CONTACT: {"name": "Aisha"},
    ItemKind.NEED: {"kind": "format", "text": "Large print"},
    ItemKind.CONDITION: {"name": "Asthma"},
    ItemKind.AGENDA: {"text": "Tired"},
    ItemKind.GOAL: {"words": "Sleep"},
    ItemKind.ACTION: {"what": "Walk"},
    ItemKind.DECISION: {"about": "Tablets"},
    ItemKind.TARGET: {"test_key": "a|b", "test_name": "HbA1c", "high": "53"},
    ItemKind.LINK: {"first_kind": "agenda", "first_id": UUID(int=1), "test_key": "a|b"},
    ItemKind.PLAN: {},
    ItemKind.VISIT: {"starts_at": "2026-11-20T10:20:00Z"},
    "agreement": {"agreement": "by-person"},
}
"""The least of each draft that is one."""


def drafts() -> Iterator[tuple[type[Value], dict[str, object]]]:
    """Everything that can be written down, with the least that makes one."""
    for kind, draft in (*DRAFTS.items(), ("agreement", AgreeDraft)):
        yield draft, NEEDED[kind]


def text_fields() -> list[tuple[type[Value], dict[str, object], str]]:
    """Every field of every draft that takes a plain word, alone or among several."""
    return [(draft, least, name) for draft, least in drafts() for name in draft.model_fields if _takes(draft, least, name)]


def _takes(draft: type[Value], least: dict[str, object], name: str) -> bool:
    return any(_kept(draft, least | {name: each}, name) for each in ("word", ["word"]))


def _kept(draft: type[Value], fields: dict[str, object], name: str) -> list[str]:
    """The texts in a field of a draft; none when it takes no such fields."""
    try:
        value = getattr(draft.model_validate(fields), name)
    except (ValidationError, HocError):
        return []
    return [value] if type(value) is str else [each for each in value if type(each) is str] if type(value) is tuple else []


FIELDS = text_fields()


def test_every_draft_has_a_text_field_or_none_on_purpose() -> None:
    """The enumeration finds the fields: each kind of thing that people write has one."""
    without = {draft.__name__ for draft, _ in drafts()} - {draft.__name__ for draft, _, _ in FIELDS}
    assert set() == without
    assert 40 < len(FIELDS)


@given(text=any_text)
@settings(max_examples=60)
def test_no_draft_keeps_a_control_character(text: str) -> None:
    """Whatever is typed into whichever field of whatever draft, what is kept steers no terminal."""
    for draft, least, name in FIELDS:
        for value in (text, [text]):
            for kept in _kept(draft, least | {name: value}, name):
                assert is_harmless(kept), (draft.__name__, name)
