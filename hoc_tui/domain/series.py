"""The series that a person's results form: one for each test, whatever codes it came with, in one unit.

What came in another accepted unit is converted and marked; what came in a unit that is not accepted stands apart
(hazard H04), and each series of the test says that it is there. The same value from two sources stands once (H02).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from hoc_tui.domain.catalogue import LOINC, READ_V2, SNOMED, AcceptedUnit, CatalogueTest
from hoc_tui.domain.comparing import number_in
from hoc_tui.domain.known import OWN_KEY, Known
from hoc_tui.domain.results import ConvertedQuantity, Quantity, Result, Series, in_order, unit_of
from hoc_tui.domain.units import accepted, convert, rounded
from hoc_tui.domain.vocabulary import ResultStatus

HOME = "home"
"""Where a value was measured, when that was at home."""


class _Group(NamedTuple):
    """A test, as far as results can be told to be of one."""

    key: str
    test: CatalogueTest | None


def series_in(results: Iterable[Result], known: Known) -> tuple[Series, ...]:
    """The counting results as series, one for each test and unit, in order of test key.

    Args:
        results: Results of one person in any order; the order changes nothing.
        known: Which codes mean the same test, and which units it accepts.

    Returns:
        Series whose results are oldest first; what was sent of a test without a number stands in each of its units.
        Only a test without any number is a series of words.
    """
    counting = [result for result in results if result.counts]
    groups = defaultdict[tuple[str, str], list[Result]](list)
    for result in counting:
        test = known.test_of(result)
        groups[(test.id, "") if test else ("", result.test_key)].append(result)
    several = len({result.source_system for result in counting}) > 1
    named = [(group, members) for (_, key), found in groups.items() for group, members in _groups(key, found, known)]
    return tuple(
        one
        for group, members in sorted(named, key=lambda each: each[0].key)
        for one in _series_of(group, _once(members) if several else members, known)
    )


def family_key(test: CatalogueTest) -> str:
    """The one key for all results of a test: its first SNOMED CT code, else LOINC, else Read, else its id."""
    for system, codes in ((SNOMED, test.snomed), (LOINC, test.loinc), (READ_V2, test.read2)):
        if codes:
            return f"{system}|{codes[0]}"
    return f"{OWN_KEY}|{test.id}"


def _groups(test_key: str, members: list[Result], known: Known) -> list[tuple[_Group, list[Result]]]:
    """Results of one test, or of one key that is no test's, under the key of their series."""
    test = known.test_of(members[0])
    if test is not None:
        return [(_Group(family_key(test), test), members)]
    if known.test_of_key(test_key) is None:
        return [(_Group(test_key, None), members)]
    # Codes of two tests came with each: it is neither, and does not stand among the results of either.
    apart = defaultdict[str, list[Result]](list)
    for result in members:
        codes = "; ".join(sorted(f"{code.system}|{code.code}" for code in result.codes))
        apart[f"several|{codes}"].append(result)
    return [(_Group(key, None), found) for key, found in apart.items()]


def _series_of(group: _Group, members: Sequence[Result], known: Known) -> list[Series]:
    """The series of one test, by unit, and by where it was measured when that decides what is usual."""
    places, words = defaultdict[tuple[str, str], list[Result]](list), list[Result]()
    unit_test = known.catalogue.test(group.test.parts[0]) if group.test and group.test.parts else group.test
    placed, at_home = _Places(unit_test), _home_differs(unit_test)
    for result in members:
        if result.numeric:
            unit, shown_result = placed(result)
            places[(unit, HOME if at_home and result.setting == HOME else "")].append(shown_result)
        else:
            words.append(result)
    counts = Counter({unit: 0 for unit, _ in places})
    for (unit, _), found in places.items():
        counts[unit] += len(found)
    return [
        _series(
            group, place, [*places.get(place, ()), *words], {name: n for name, n in counts.items() if name != place[0]}
        )
        for place in sorted(places or {("", ""): []})
    ]


def _home_differs(test: CatalogueTest | None) -> bool:
    """Whether other limits hold at home: then a value from there never hides one from the clinic, nor the other way."""
    return test is not None and any(limit.applies.setting for limit in test.limits)


class _Places:
    """The unit of the series that a number belongs to, and the number as it stands there.

    Args:
        test: Whose units are accepted; None when the test is not known.
    """

    def __init__(self, test: CatalogueTest | None) -> None:
        self._test = test
        self._units: dict[str, AcceptedUnit | None] = {}

    def __call__(self, result: Result) -> tuple[str, Result]:
        """Where a result with a number goes; in its own unit when that is not accepted or cannot be converted."""
        sent, test = unit_of(result), self._test
        if test is None:
            return sent, result
        if sent not in self._units:
            self._units[sent] = accepted(sent, test)
        unit = self._units[sent]
        if unit is None or unit.same_number:
            return (test.unit if unit else sent), result
        converted = shown(result, test)
        return (sent if converted is result else test.unit), converted


def shown(result: Result, test: CatalogueTest) -> Result:
    """A result with its number in the unit that its test is shown in; what was sent stays with it.

    Args:
        result: With a number of its own.
        test: What it is a result of.
    """
    quantity = shown_quantity(result.quantity, test)
    return result if quantity is result.quantity else result.model_copy(update={"quantity": quantity})


def shown_quantity(quantity: Quantity | None, test: CatalogueTest) -> Quantity | None:
    """A number in the unit that its test is shown in, marked; the number itself where there is nothing to convert."""
    converted = convert(quantity.text, quantity.unit, test) if quantity else None
    if quantity is None or converted is None or not converted.converted:
        return quantity
    return ConvertedQuantity(
        text=rounded(converted.number, converted.decimals),
        comparator=quantity.comparator,
        unit=converted.unit,
        exact=converted.number,
        sent_text=quantity.text,
        sent_unit=quantity.unit,
    )


def _series(group: _Group, place: tuple[str, str], members: Iterable[Result], others: dict[str, int]) -> Series:
    ordered = in_order(members)
    test = group.test
    return Series(
        test_key=group.key,
        name=ordered[-1].name,
        unit=place[0],
        setting=place[1],
        results=ordered,
        test_id=test.id if test else None,
        plain_name=test.name if test else "",
        keys=frozenset({group.key, *(result.test_key for result in ordered)}),
        apart=tuple(sorted(others.items())),
    )


# -- The same value from two sources ------------------------------------------------------------------------------


def _once(members: Sequence[Result]) -> Sequence[Result]:
    """Each value once, with every source that sent it; anything that differs stays apart."""
    moments = [result.taken.sort_key if result.taken else None for result in members]
    many = Counter(moments)
    # Most moments have one result, which is like no other; telling it apart would take longer than judging it.
    if len(many) == len(members):
        return members
    once, same = list[Result](), defaultdict[Hashable, list[Result]](list)
    for moment, result in zip(moments, members, strict=True):
        if moment is None or many[moment] == 1:
            once.append(result)
        else:
            same[_told_apart(result)].append(result)
    return [*once, *(one for found in same.values() for one in (_merged(found) if len(found) > 1 else found))]


def _told_apart(result: Result) -> Hashable:
    """What must be the same for two results to be one: the moment, the value, where and how it was measured."""
    parts = tuple((part.name, _value(part.quantity), part.text) for part in result.components)
    said = "" if result.numeric or result.text else result.comment
    moment = result.taken.sort_key if result.taken else ""
    return (moment, _value(result.quantity), parts, result.text, said, result.setting)


def _value(quantity: Quantity | None) -> Hashable:
    if quantity is None:
        return None
    number = number_in(quantity.text)
    return (quantity.text if number is None else number, quantity.comparator, quantity.unit.replace(" ", ""))


def _merged(found: Iterable[Result]) -> list[Result]:
    """Results of one value as few results as there were of one source: two of one sender are two measurements."""
    piles: list[list[Result]] = []
    for result in sorted(found, key=_best_first):
        fitting = (pile for pile in piles if all(_agree(result, other) for other in pile))
        if (pile := next(fitting, None)) is None:
            piles.append([result])
        else:
            pile.append(result)
    return [_one_of(pile) for pile in piles]


def _best_first(result: Result) -> tuple[object, ...]:
    """The one that says most is shown, and of two the older, whichever way they came."""
    sent = len(result.quantity.text) if result.quantity else 0
    quiet = (not result.ranges, result.status is ResultStatus.NOT_SENT, not result.flag, not result.comment)
    return (*quiet, -sent, result.recorded_at, result.id)


def _agree(one: Result, other: Result) -> bool:
    """Whether two sources say the same of one value, or one of them says less."""
    return (
        one.source_system != other.source_system
        and (one.ranges == other.ranges or not one.ranges or not other.ranges)
        and (one.status is other.status or ResultStatus.NOT_SENT in {one.status, other.status})
    )


def _one_of(pile: Sequence[Result]) -> Result:
    """The first of several that are one; a flag or remark of any of them stays in sight."""
    first, *others = pile
    if not others:
        return first
    return first.model_copy(
        update={
            "also_from": tuple(sorted(other.source_system for other in others)),
            "also_ids": tuple(sorted(other.id for other in others)),
            "flag": "; ".join(dict.fromkeys(filter(None, (one.flag for one in pile)))),
            "comment": "\n".join(dict.fromkeys(filter(None, (one.comment for one in pile)))),
        }
    )


def as_it_was(key: str, results: Iterable[Result]) -> Series | None:
    """What was once sent under a key of which nothing counts any more, so that it can still be looked at.

    Args:
        key: A card's: what it starts with, the test key, "|", the unit.
        results: All of a person's results.
    """
    test_key = key.partition(":")[2].rpartition("|")[0]
    sent = [result for result in results if result.test_key == test_key]
    return _series(_Group(test_key, None), (unit_of(sent[0]), ""), sent, {}) if sent else None


def of_key(series: Series, test_key: str, known: Known) -> bool:
    """Whether a test key, under which an aim, a link or an agreed result was kept, names the test of a series.

    Args:
        series: As `series_in` makes it.
        test_key: Of any code of the family.
        known: Which codes mean the same.
    """
    named = known.test_of_key(test_key)
    if series.test_id is not None and named is not None:
        return named.id == series.test_id
    return test_key == series.test_key or (test_key in series.keys and named is None)
