"""Which job may do what: the one definition, also of the table in the documentation.

Source: domain reference 1.3 (Year of Care roles). Services state the permission they need; the
screens only leave out politely what would be refused.
"""

from enum import StrEnum

from hoc_tui.domain.vocabulary import ItemKind, Role


class Permission(StrEnum):
    """One thing a job may allow."""

    SEE_TODAY = "see the day's list"
    FIND = "find a person"
    SEE_PERSON = "see who a person is and what they need"
    EDIT_PERSON = "register a person and correct their details"
    RUN_VISIT = "mark arrivals and steps"
    ADD_AGENDA = "write down what a person wants to talk about"
    SEE_CLINICAL = "see results, background, agenda, goals and the plan"
    EDIT_PLAN = "change agenda, goals, actions, links and targets"
    AGREE_PLAN = "agree the plan with the person"
    IMPORT = "import records"
    ENTER_RESULTS = "write down results by hand"
    CHECK_RESULTS = "check results before they are shared"
    PLACE_RESULTS = "say whose a result is, move it, and join two records of one person"
    APPROVE_CONTENT = "let limits of reviewed content judge here"
    SEE_COUNTS = "see how many results wait to be checked"
    READ_AUDIT = "read who opened and changed a record"
    CHECK_AUDIT = "seal the audit and check that nobody altered it"


_FRONT_DESK = frozenset(
    {
        Permission.SEE_TODAY,
        Permission.FIND,
        Permission.SEE_PERSON,
        Permission.EDIT_PERSON,
        Permission.RUN_VISIT,
        Permission.ADD_AGENDA,
    }
)
_AUDIT = frozenset({Permission.READ_AUDIT, Permission.CHECK_AUDIT})
_GATHERING = _FRONT_DESK | {Permission.SEE_CLINICAL, Permission.ENTER_RESULTS}
_CLINICAL = _GATHERING | {
    Permission.EDIT_PLAN,
    Permission.AGREE_PLAN,
    Permission.CHECK_RESULTS,
    Permission.PLACE_RESULTS,
    Permission.SEE_COUNTS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTIONIST: _FRONT_DESK,
    Role.HEALTHCARE_ASSISTANT: _GATHERING,
    Role.NURSE: _CLINICAL | {Permission.IMPORT},
    # A GP, too: whoever sets a small practice up is one, and somebody must be able to answer a person who asks.
    Role.GP: _CLINICAL | {Permission.IMPORT} | _AUDIT,
    Role.PHARMACIST: _CLINICAL,
    Role.LINK_WORKER: frozenset({Permission.SEE_TODAY, Permission.FIND, Permission.SEE_PERSON, Permission.ADD_AGENDA}),
    Role.PRACTICE_MANAGER: frozenset({Permission.SEE_TODAY, Permission.READ_AUDIT, Permission.SEE_COUNTS}),
    Role.SAFETY_OFFICER: _AUDIT | {Permission.APPROVE_CONTENT},
    Role.AUDITOR: _AUDIT,
    Role.SYSTEM_ADMINISTRATOR: frozenset({Permission.IMPORT, Permission.CHECK_AUDIT}),
}
"""What each job may do; a job that reads no clinical rows has no clinical permission."""


TO_CHANGE: dict[ItemKind, Permission] = {
    ItemKind.PERSON: Permission.EDIT_PERSON,
    ItemKind.CONTACT: Permission.EDIT_PERSON,
    ItemKind.NEED: Permission.EDIT_PERSON,
    ItemKind.CONDITION: Permission.EDIT_PLAN,
    ItemKind.AGENDA: Permission.EDIT_PLAN,
    ItemKind.GOAL: Permission.EDIT_PLAN,
    ItemKind.ACTION: Permission.EDIT_PLAN,
    ItemKind.DECISION: Permission.EDIT_PLAN,
    ItemKind.TARGET: Permission.EDIT_PLAN,
    ItemKind.LINK: Permission.EDIT_PLAN,
    ItemKind.PLAN: Permission.EDIT_PLAN,
    ItemKind.VISIT: Permission.RUN_VISIT,
    ItemKind.REVIEW: Permission.CHECK_RESULTS,
}
"""What it takes to change or end an item of each kind."""


def may(role: Role, permission: Permission) -> bool:
    """Whether a job includes a permission."""
    return permission in PERMISSIONS[role]
