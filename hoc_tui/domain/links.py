"""Links to tests, by the one key of each test: a link kept under another code of the family is a link to the test."""

from hoc_tui.domain.known import Known
from hoc_tui.domain.planning import Link
from hoc_tui.domain.record import Record
from hoc_tui.domain.series import family_key


def in_families(record: Record, known: Known) -> Record:
    """The record with the tests at the ends of its links named as its series are.

    Args:
        record: As read.
        known: Which codes mean the same test.

    Returns:
        The record itself when every link already does.
    """
    links = tuple(_in_family(link, record, known) for link in record.links)
    return record if links == record.links else record.model_copy(update={"links": links})


def _in_family(link: Link, record: Record, known: Known) -> Link:
    ends = {"first_test_key": link.first_test_key, "test_key": link.test_key}
    renamed = {field: _key(key, record, known) for field, key in ends.items() if key}
    return link if renamed.items() <= ends.items() else link.model_copy(update=renamed)


def _key(test_key: str, record: Record, known: Known) -> str:
    """The family's key for a key; a key without a code is of the test that its results are of."""
    if (test := known.test_of_key(test_key)) is not None:
        return family_key(test)
    tests = {known.test_of(result) for result in record.results if result.test_key == test_key}
    only = next(iter(tests)) if len(tests) == 1 else None
    return family_key(only) if only else test_key
