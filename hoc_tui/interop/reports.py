"""What a report gives to its results, and what only the report says.

A DiagnosticReport is no result. It says which Observations belong together, who reported them and when, and on what
specimen; and its conclusion is often where the answer stands, so a conclusion that no result repeats becomes a
result of its own that holds only a comment.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hoc_tui.domain.results import SentResult, key_of_test
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.concepts import all_words, codes_of, words_of
from hoc_tui.interop.naming import collected, performers, specimen_words
from hoc_tui.interop.observations import Finding, status_of, taken_of
from hoc_tui.interop.parts import LONGEST_COMMENT, Misfit, Part

_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was read."""

    resource: Resource
    results: tuple[str, ...]
    """References to the Observations it names."""
    itself: SentResult
    """What only the report says, as a result whose comment is the conclusion."""

    def completed(self, result: SentResult) -> SentResult:
        """A result of this report, with what only the report says in the places the result left empty."""
        places = ("taken", "reported", "performer", "specimen")
        gaps = {place: getattr(self.itself, place) for place in places if not getattr(result, place)}
        changed = {place: value for place, value in gaps.items() if value}
        return result.model_copy(update=changed) if changed else result

    def concluded(self, results: Iterable[SentResult]) -> SentResult | None:
        """The conclusion as a result of its own; None when there is none, or a result already holds its words.

        Args:
            results: The results of this report.
        """
        conclusion = self.itself.comment
        if not conclusion or any(conclusion in result.comment for result in results):
            return None
        return self.itself


@dataclass(slots=True)
class Reports:
    """The reports of a bundle, and which Observation belongs to which of them."""

    bundle: Bundle
    read: list[Report] = field(default_factory=list)
    _of: dict[int, Report] = field(default_factory=dict)

    def add(self, report: Report, findings: dict[int, Finding]) -> None:
        """Take a report, with everything that belongs to its results.

        Args:
            report: The report.
            findings: The Observations that were read, by position.
        """
        self.read.append(report)
        waiting = list(report.results)
        while waiting:
            found = self.bundle.find(waiting.pop(), report.resource)
            if found and found.position in findings and found.position not in self._of:
                self._of[found.position] = report
                waiting.extend(findings[found.position].members)

    def of(self, finding: Finding) -> Report | None:
        """The report an Observation belongs to, by being named or by belonging to one that is."""
        return self._of.get(finding.resource.position)


def read_report(resource: Resource, bundle: Bundle) -> Report:
    """Read one DiagnosticReport.

    Raises:
        Misfit: It is not usable here, or something in it cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    bundle.check_usable(resource)
    codes, name = codes_of(resource.part("code")), words_of(resource.part("code")) or "Report"
    specimens = resource.references("specimen")
    # Why only a single one: of two specimens nobody can say which a result is from.
    specimen = specimens[0] if len(specimens) == 1 else ""
    itself = SentResult(
        source_id=resource.source_id,
        test_key=key_of_test(codes, name),
        name=name,
        codes=codes,
        comment="\n".join(filter(None, _conclusions(resource))),
        status=status_of(resource),
        taken=taken_of(resource) or collected(specimen, bundle, resource).date("collectedDateTime"),
        reported=resource.date("issued"),
        performer=performers(resource, bundle),
        specimen=specimen_words(specimen, bundle, resource),
    )
    return Report(resource=resource, results=resource.references("result"), itself=itself)


def _conclusions(resource: Resource) -> Iterator[str]:
    yield resource.words("conclusion")
    yield all_words((*resource.parts("codedDiagnosis"), *resource.parts("conclusionCode")))
    yield _narrative(resource.part("text"))


def _narrative(text: Part) -> str:
    """A narrative that says more than the fields do; a generated one only repeats them."""
    if text.text("status") != "additional":
        return ""
    bare = html.unescape(_TAG.sub(" ", text.words("div")))
    if len(bare) > LONGEST_COMMENT:
        raise Misfit("Its narrative is too long.")
    return Part({"div": " ".join(bare.split())}).words("div")
