"""What is made up belongs to the reviewed catalogue, so that the demo shows what real content does with it."""

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.demo.courses import codes, listed_tests, series_key
from hoc_tui.demo.health import conditions
from hoc_tui.domain.known import Known
from hoc_tui.domain.record import Condition
from hoc_tui.domain.units import accepted
from hoc_tui.domain.whole import WholeRecord

WITHOUT_A_GROUP = {"osteoarthritis"}
"""Conditions that ask for no test of the catalogue."""


def test_every_made_up_test_is_the_catalogues_test_of_the_same_name() -> None:
    """By its code, or by the catalogue's own key for tests without one; readings at home are blood pressure."""
    known = usual_catalogue()
    found = {key: known.test_of(codes(key), series_key(key)) for key in listed_tests()}
    assert {key: "bp" if key == "bp_home" else key for key in listed_tests()} == {
        key: test.id if test else "" for key, test in found.items()
    }


def test_every_number_comes_in_an_accepted_unit(whole: list[WholeRecord]) -> None:
    """A unit that was lost on the way is the only odd one."""
    known = Known(usual_catalogue())
    for result in (one for record in whole for one in record.results):
        test = known.test_of(result)
        assert test is not None, result.name
        for quantity, of in [(result.quantity, test), *((part.quantity, test) for part in result.components)]:
            if quantity is not None and quantity.unit:
                unit_test = known.catalogue.test(of.parts[0]) if of.parts else of
                assert unit_test is not None
                assert accepted(quantity.unit, unit_test), (result.name, quantity.unit)


def test_every_condition_is_one_of_the_catalogues_groups(whole: list[WholeRecord]) -> None:
    """By the name it is written down with, the stories' own among them."""
    known = usual_catalogue()
    groups = {key: known.condition_of(one.name) for key, one in conditions().items()}
    assert {key: key for key in groups if key not in WITHOUT_A_GROUP} == {
        key: group.id for key, group in groups.items() if group
    }
    written = {item.name for record in whole for item in record.standing().values() if isinstance(item, Condition)}
    strange = {name for name in written if known.condition_of(name) is None}
    assert {"Osteoarthritis", "Osteoarthritis of both knees"} >= strange


def test_readings_at_home_say_where_they_were_taken(whole: list[WholeRecord]) -> None:
    """So that limits for the surgery never judge them."""
    at_home = [one for record in whole for one in record.results if "at home" in one.name]
    assert at_home
    assert {"home"} == {one.setting for one in at_home}
