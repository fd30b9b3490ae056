"""Who is meant by a word on the command line; never a guess."""

from uuid import UUID

from hoc_tui.domain.errors import HocError, NotFound
from hoc_tui.domain.identifiers import NhsNumber, read_local_id
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.vocabulary import AuditAct
from hoc_tui.services.people import NHS_NUMBER
from hoc_tui.services.ports import Desk


def person_named(desk: Desk, named: str, *, needs: Permission = Permission.FIND) -> UUID:
    """The person whom an NHS number or an identifier names.

    Args:
        desk: Where the work is done.
        named: A valid NHS number, with or without spaces, or the identifier that Find shows.
        needs: What the role must be allowed to.

    Raises:
        NotFound: Nobody here has that number.
        HocError: It is neither.
        Refused: The role may not find people.
    """
    desk.require(needs)
    identifier = _identifier(named)
    if identifier is not None:
        return identifier
    digits = read_local_id(named)
    if digits is not None:
        return _by_local_id(desk, digits)
    number = NhsNumber.parse(named)
    if not number.digits:
        raise HocError("That is neither an NHS number nor an identifier.", hint="Find in the program shows both.")
    if not number.valid:
        raise HocError("That NHS number is not valid.", hint="Use the identifier that Find shows.")
    return _by_number(desk, number)


def _identifier(named: str) -> UUID | None:
    try:
        return UUID(named.strip())
    except ValueError:
        return None


def _by_local_id(desk: Desk, digits: str) -> UUID:
    desk.trail.note(AuditAct.SEARCHED, words=digits)
    with desk.reading() as work:
        found = work.people_ending(desk.practice.id, digits)
    if not found:
        raise NotFound("Nobody here has that identifier.")
    if len(found) > 1:
        raise HocError("More than one person has that identifier.", hint="Use the NHS number, or the whole id.")
    return found[0]


def _by_number(desk: Desk, number: NhsNumber) -> UUID:
    desk.trail.note(AuditAct.SEARCHED, words=number.digits)
    with desk.reading() as work:
        found = work.person_of(NHS_NUMBER, number.digits)
    if found is None:
        raise NotFound("Nobody here has that NHS number.")
    return found
