"""Finding a test by plain words: which tests a person has had, and which the catalogue knows besides.

Words people use never match what is sent: they only help somebody look ("sugar", "kidney", "wee").
"""

from collections.abc import Iterable, Mapping, Sequence

from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.model import Value
from hoc_tui.domain.names import name_words


class FoundTest(Value):
    """A test somebody may be looking for."""

    key: str
    """What opens it; empty where it was not measured here yet."""
    name: str
    words: tuple[str, ...]
    """Everything it is called: its plain name, other plain words, its body story, the senders' own names."""


def fitting(typed: str, tests: Iterable[FoundTest]) -> Sequence[FoundTest]:
    """The tests of which every typed word begins some word, in their order.

    Args:
        typed: As typed; blank fits all.
        tests: Those that there are.

    Returns:
        Tests whose own name fits first; "alp" finds no calprotectin, because only beginnings count.
    """
    wanted = name_words(typed)
    found = [one for one in tests if _fits(wanted, one.words)]
    # Stable: what its own name leads to comes first, and otherwise the order stays.
    return sorted(found, key=lambda one: not _fits(wanted, (one.name,)))


def _fits(wanted: Sequence[str], names: Iterable[str]) -> bool:
    words = [word for name in names for word in name_words(name)]
    return all(any(word.startswith(part) for word in words) for part in wanted)


def words_of(test: CatalogueTest, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Everything the catalogue calls a test.

    Args:
        test: Which.
        groups: The body stories with their plain titles.
    """
    return (test.name, *test.also, groups.get(test.group, ""))
