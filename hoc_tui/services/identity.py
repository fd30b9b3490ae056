"""What must follow when somebody's details change: the keys to find them by, and whose an NHS number is."""

from hoc_tui.domain.people import NHS_NUMBER, Person
from hoc_tui.services.ports import Writing


def claim_number(work: Writing, person: Person) -> None:
    """Say that a person's valid NHS number is theirs; one that is not valid identifies nobody.

    Raises:
        AlreadySomebodys: It is somebody else's.
    """
    number = person.number
    if number is not None and number.valid:
        work.claim_identity(NHS_NUMBER, number.digits, person.person_id)


def follow(work: Writing, before: Person, after: Person) -> None:
    """Let the search keys and the NHS number follow a change of details.

    Args:
        work: The unit of work that writes the change.
        before: The person as the record had them until now.
        after: The person as they are from now on.

    Raises:
        AlreadySomebodys: The new NHS number is somebody else's.
    """
    if before.nhs_number != after.nhs_number:
        _let_go(work, before)
        claim_number(work, after)
    if _names(before) != _names(after):
        work.index_person(after)


def _let_go(work: Writing, person: Person) -> None:
    number = person.number
    if number is not None and number.valid:
        work.release_identity(NHS_NUMBER, number.digits, person.person_id)


def _names(person: Person) -> tuple[str, str, str]:
    return person.family, person.given, person.preferred
