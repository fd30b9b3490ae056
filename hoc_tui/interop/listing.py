"""The three background lists of a bundle: their entries, and what is said of each list as a whole."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingMedicine
from hoc_tui.domain.vocabulary import BackgroundKind
from hoc_tui.interop.background import read_allergy, read_condition, read_medicine
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.states import ENDED_ALLERGIES, denial_in, read_list
from hoc_tui.interop.tally import FOLDED, Tally

NONE_KNOWN = "none known: "
"""What stands before the kind of a resource that says only that there is nothing to list."""

Entered = TypeVar("Entered", IncomingCondition, IncomingMedicine, IncomingAllergy)


def read_background(tally: Tally) -> None:
    """Read conditions, medicines and allergies, and what the Lists say of them.

    Args:
        tally: Where to put them.
    """
    bundle = tally.bundle
    ended = _read_lists(tally)
    tally.inside += len(ended)
    _read(tally, BackgroundKind.CONDITIONS, bundle.of_kind("Condition"), read_condition, tally.conditions)
    allergies = (*bundle.of_kind("AllergyIntolerance"), *ended)
    _read(tally, BackgroundKind.ALLERGIES, allergies, read_allergy, tally.allergies)
    statements = bundle.of_kind("MedicationStatement")
    _read(tally, BackgroundKind.MEDICINES, statements, read_medicine, tally.medicines)
    _read_requests(tally)


def _read_lists(tally: Tally) -> list[Resource]:
    """Count every List, take what it says, and give the ended allergies that stand inside one."""
    inside: list[Resource] = []
    for resource in tally.bundle.of_kind("List"):
        ended = tally.attempt(resource, lambda one, _: _read_list(one, tally))
        if ended is not None:
            tally.ignored["List"] += 1
            inside += ended
    return inside


def _read_list(resource: Resource, tally: Tally) -> list[Resource]:
    read_list(resource, tally.lists)
    codes = (code.text("code") for code in resource.part("code").parts("coding"))
    return [*_inside(resource)] if ENDED_ALLERGIES in codes else []


def _inside(resource: Resource) -> Iterator[Resource]:
    for one in resource.parts("contained"):
        # Why no id: one inside another resource is numbered only there, so its identifier has to tell it apart.
        if one.text("resourceType") == "AllergyIntolerance":
            yield Resource(one.fields, "AllergyIntolerance", position=resource.position)


def _read(
    tally: Tally,
    kind: BackgroundKind,
    resources: Iterable[Resource],
    read: Callable[[Resource, Bundle], Entered],
    store: dict[str, Entered],
) -> None:
    said = tally.lists[kind]
    for resource in resources:
        entry = tally.attempt(resource, read)
        if entry is None:
            said.lost += 1
            continue
        state = denial_in(entry.codes)
        if state is None:
            tally.keep(store, resource, entry)
        else:
            said.deny(entry, state)
            tally.ignored[f"{NONE_KNOWN}{resource.kind}"] += 1


# -- Requests, and the statements that stand for them -------------------------------------------------------------


def _read_requests(tally: Tally) -> None:
    """Read the MedicationRequests that no statement stands for.

    GP Connect sends a statement for each medicine, and with it the plan it was made from and every issue; a request
    for another medicine than its statement says is kept, because then one of the two is wrong.
    """
    stated = _stated(tally)
    requests = list(tally.bundle.of_kind("MedicationRequest"))
    covered = [request for request in requests if request.position in stated]
    others = (request for request in requests if request.position not in stated)
    _read(tally, BackgroundKind.MEDICINES, others, read_medicine, tally.medicines)
    for request in covered:
        medicine = tally.attempt(request, read_medicine)
        if medicine is None:
            tally.lists[BackgroundKind.MEDICINES].lost += 1
        elif medicine.name == stated[request.position]:
            tally.ignored[f"{FOLDED}MedicationRequest"] += 1
        else:
            tally.keep(tally.medicines, request, medicine)


def _stated(tally: Tally) -> dict[int, str]:
    """The requests that statements were made from, by position, with the medicine the statement names."""
    stated: dict[int, str] = {}
    for statement in tally.bundle.of_kind("MedicationStatement"):
        medicine = tally.medicines.get(statement.source_id)
        if medicine:
            stated |= dict.fromkeys(_based_on(statement, tally.bundle), medicine.name)
    issues = {
        request.position: _based_on(request, tally.bundle) for request in tally.bundle.of_kind("MedicationRequest")
    }
    return stated | {position: stated[plan] for position, plans in issues.items() for plan in plans if plan in stated}


def _based_on(resource: Resource, bundle: Bundle) -> list[int]:
    try:
        found = [bundle.find(reference, resource) for reference in resource.references("basedOn")]
    except HocError:
        # Then nothing covers it, and whoever reads the request itself says what is wrong with it.
        return []
    return [one.position for one in found if one]
