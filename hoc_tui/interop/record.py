"""From a bundle to a record in which every resource has a place: read, ignored by kind, or set aside."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.vocabulary import BackgroundKind
from hoc_tui.interop.bundle import Bundle
from hoc_tui.interop.listing import read_background
from hoc_tui.interop.observations import Finding, read_observation
from hoc_tui.interop.people import Remarks, read_person
from hoc_tui.interop.reports import Report, Reports, read_report
from hoc_tui.interop.tally import FOLDED, Tally

HEADING = "heading: Observation"
"""An Observation that only names the test group its members belong to."""
ATTACHED = "attached document: DiagnosticReport"
"""A report that is only a document, which is not read here."""

_COUNTED_WHERE_READ = frozenset(
    {
        "Patient",
        "Observation",
        "DiagnosticReport",
        "Condition",
        "AllergyIntolerance",
        "MedicationStatement",
        "MedicationRequest",
        "List",
    },
)


@dataclass(slots=True)
class Chosen:
    """Which Observations are results, and how many of the others there are of each sort."""

    results: list[Finding] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


Choose = Callable[[Mapping[int, Finding], Reports, Bundle], Chosen]
"""Tells results from headings, comments and entries of other sorts, given Observations by position."""


def read_record(bundle: Bundle, choose: Choose) -> IncomingRecord:
    """Read everything a bundle says.

    Args:
        bundle: The bundle.
        choose: Which of its Observations are results: this differs between senders.

    Returns:
        The record, with every resource accounted for.

    Raises:
        Unreadable: It cannot be said who the record is about.
    """
    remarks = Remarks()
    sender, person = read_person(bundle, remarks)
    tally = Tally(bundle, [*bundle.broken])
    _read_results(tally, choose)
    read_background(tally)
    _count_the_rest(tally)
    return IncomingRecord(
        source_system=sender.system,
        person=person,
        results=tuple(tally.results.values()),
        conditions=tuple(tally.conditions.values()),
        medicines=tuple(tally.medicines.values()),
        allergies=tuple(tally.allergies.values()),
        lists=(
            tally.lists[BackgroundKind.CONDITIONS].conclude(tally.conditions.values()),
            tally.lists[BackgroundKind.MEDICINES].conclude(tally.medicines.values()),
            tally.lists[BackgroundKind.ALLERGIES].conclude(tally.allergies.values()),
        ),
        ignored=dict(sorted(tally.ignored.items())),
        puzzles=tuple(tally.puzzles),
        remarks=tuple(remarks.said),
        resources=len(bundle) + tally.inside,
    )


def _read_results(tally: Tally, choose: Choose) -> None:
    bundle = tally.bundle
    found = [tally.attempt(resource, read_observation) for resource in bundle.of_kind("Observation")]
    findings = {finding.resource.position: finding for finding in found if finding}
    reports = Reports(bundle)
    for resource in bundle.of_kind("DiagnosticReport"):
        report = tally.attempt(resource, read_report)
        if report:
            reports.add(report, findings)
    chosen = choose(findings, reports, bundle)
    tally.ignored.update(chosen.ignored)
    reported: defaultdict[int, list[SentResult]] = defaultdict(list)
    for finding in chosen.results:
        report = reports.of(finding)
        result = finding.alone()
        if report:
            result = report.completed(result)
            reported[report.resource.position].append(result)
        tally.keep(tally.results, finding.resource, result)
    for report in reports.read:
        _conclude(tally, report, reported[report.resource.position])


def _conclude(tally: Tally, report: Report, results: list[SentResult]) -> None:
    conclusion = report.concluded(results)
    if conclusion:
        tally.keep(tally.results, report.resource, conclusion)
        return
    only_attached = not results and report.resource.fields.get("presentedForm")
    tally.ignored[ATTACHED if only_attached else "DiagnosticReport"] += 1


def _count_the_rest(tally: Tally) -> None:
    for resource in tally.bundle.resources:
        if resource.kind not in _COUNTED_WHERE_READ:
            lent = FOLDED if resource.position in tally.bundle.borrowed else ""
            tally.ignored[f"{lent}{resource.kind}"] += 1
