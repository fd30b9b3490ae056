"""GP Connect "Access Record: Structured" (FHIR STU3): which of its Observations are results.

A GP system sends everything coded that is not something else as an Observation: results, and also religion, family
history, sick notes and free text. A clinician wants every result and no more, with the person looking on; so an
Observation is a result when it

1. has a value, parts, a range or a flag; or
2. has a category or a specimen, or belongs to a report: then it was measured, even when it says only "see comment" or
   came without a value; or
3. is coded as an investigation, an examination or the smoking status (`_MEASURED`), with or without a value: "O/E -
   left foot at high risk" is the answer itself; or
4. is the parent of a group in which something has a value, and has comments.

A comment Observation (SNOMED CT "Comment note") that belongs to a result is folded into its comment with its own
date and author. A result that says nothing itself and names members is their heading, and only counted. What is left
is counted as a coded entry or as free text; it stays in the sender's record.

Counted in the six records that the tests read: of 517 Observations 324 are results, 44 folded comments, 5 headings,
127 coded entries and 17 free text; 16 reports add a conclusion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.results import Code
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.observations import Finding
from hoc_tui.interop.record import HEADING, Chosen
from hoc_tui.interop.reports import Reports
from hoc_tui.interop.states import SNOMED
from hoc_tui.interop.tally import FOLDED

PROFILES = ("/STU3/", "CareConnect", "GPConnect")
"""What stands in the profiles of resources that GP Connect sends."""
CODED_ENTRY = "coded entry: Observation"
FREE_TEXT = "free text: Observation"

READ_V2 = "http://read.info/readv2"
_MEASURED = ("2", "3", "4", "5", "137")
"""Read version 2 chapters: examination, diagnostic procedures, laboratory, radiology; and tobacco consumption.

Source: the hierarchy is in the codes themselves: a code's ancestors are its own first characters.
"""
_SMOKING = frozenset({"77176002", "266919005", "8517006"})
"""SNOMED CT smoker, never smoked, ex-smoker, for senders without Read codes; same meaning as Read 137."""


def choose(findings: Mapping[int, Finding], reports: Reports, bundle: Bundle) -> Chosen:
    """Tell results from headings, comments, coded entries and free text.

    Args:
        findings: The Observations that were read, by position.
        reports: The reports, which say what belongs to them.
        bundle: Where references are looked up.
    """
    families = _families(findings, bundle)
    kept = {
        position: finding
        for position, finding in findings.items()
        if not finding.is_comment and (reports.of(finding) or _is_result(finding) or families.explains(finding))
    }
    chosen = Chosen()
    for position, finding in findings.items():
        if finding.is_comment:
            kept |= _placed(finding, families.parents.get(position), kept, reports, chosen)
        elif position not in kept:
            chosen.ignored[CODED_ENTRY] += 1
    for position in sorted(kept):
        if kept[position].says_nothing and position in families.with_members:
            chosen.ignored[HEADING] += 1
        else:
            chosen.results.append(kept[position])
    return chosen


def _is_result(finding: Finding) -> bool:
    return finding.measures or finding.categorised or any(map(_measured, finding.result.codes))


def _measured(code: Code) -> bool:
    if code.system == READ_V2:
        return code.code.startswith(_MEASURED)
    return code.system == SNOMED and code.code in _SMOKING


def _placed(
    comment: Finding, parent: int | None, kept: Mapping[int, Finding], reports: Reports, chosen: Chosen
) -> dict[int, Finding]:
    """Where a comment goes: into its parent when that is a result, else into the record or among the free text."""
    if parent is not None and parent in kept and not comment.measures:
        chosen.ignored[f"{FOLDED}Observation"] += 1
        return {parent: kept[parent].commented(_signed(comment, kept[parent]))}
    if comment.measures or reports.of(comment) or parent == LOST:
        return {comment.resource.position: comment}
    chosen.ignored[FREE_TEXT] += 1
    return {}


def _signed(comment: Finding, parent: Finding) -> str:
    """A comment's words, with when they were written and by whom where that differs from the result."""
    written, taken = comment.result.taken, parent.result.taken
    day = written.short if written and not (taken and written.first_day == taken.first_day) else ""
    author = comment.result.performer if comment.result.performer != parent.result.performer else ""
    signature = ", ".join(filter(None, (day, author)))
    words = comment.result.comment
    return f"{words} ({signature})" if words and signature else words


# -- What belongs to what -----------------------------------------------------------------------------------------

LOST = -1
"""Stands for a parent that is named and cannot be read."""


@dataclass(slots=True)
class _Families:
    """Which Observation belongs to which, by position."""

    parents: dict[int, int] = field(default_factory=dict)
    with_members: set[int] = field(default_factory=set)
    with_values: set[int] = field(default_factory=set)
    """Parents of something that has a value."""
    with_comments: set[int] = field(default_factory=set)

    def explains(self, finding: Finding) -> bool:
        """Whether an Observation has comments on members that have values."""
        position = finding.resource.position
        return position in self.with_values and bool(finding.result.comment or position in self.with_comments)


def _families(findings: Mapping[int, Finding], bundle: Bundle) -> _Families:
    families = _Families()
    for position, finding in findings.items():
        parent = _parent(finding, findings, bundle)
        if parent is None or parent == position:
            continue
        families.parents[position] = parent
        families.with_members.add(parent)
        if finding.is_comment:
            families.with_comments.add(parent)
        if finding.measures:
            families.with_values.add(parent)
    return families


def _parent(finding: Finding, findings: Mapping[int, Finding], bundle: Bundle) -> int | None:
    """What an Observation says it is derived from; through the group when EMIS sends one as a QuestionnaireResponse."""
    for reference in finding.parents:
        found = bundle.find(reference, finding.resource)
        if found and found.kind == "QuestionnaireResponse":
            found = _head_of(found, bundle)
            if found is None:
                continue
        return found.position if found and found.position in findings else LOST
    return None


def _head_of(group: Resource, bundle: Bundle) -> Resource | None:
    try:
        references = group.references("parent")
    except HocError:
        return None
    return next(filter(None, (bundle.find(reference, group) for reference in references)), None)
