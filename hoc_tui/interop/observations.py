"""An Observation as a result, exactly as it was sent; STU3 and R4 in one, since no field means two things in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.results import ReferenceRange, SentResult, key_of_test
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.concepts import all_words, codes_of, has_code, words_of
from hoc_tui.interop.json_text import as_sent
from hoc_tui.interop.naming import collected, performers, specimen_words
from hoc_tui.interop.parts import Misfit, Part
from hoc_tui.interop.values import component_of, range_of, value_of

COMMENT_NOTE = ("http://snomed.info/sct", "37331000000100")
"""SNOMED CT "Comment note": the Observation is a comment on another, and its coded value says on which."""

_STATUSES = {status.value: status for status in ResultStatus} | {
    "partial": ResultStatus.PRELIMINARY,
    "appended": ResultStatus.AMENDED,
}
"""An Observation's statuses, and the two more that a report may have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An Observation that was read, with what it says about others."""

    resource: Resource
    result: SentResult
    parents: tuple[str, ...] = ()
    """References to what it belongs to."""
    members: tuple[str, ...] = ()
    """References to what belongs to it."""
    is_comment: bool = False
    categorised: bool = False
    """Whether it has a category, such as laboratory, or a specimen: only measurements have."""

    @property
    def measures(self) -> bool:
        """Whether it has a value, parts, a range or a flag of its own."""
        result = self.result
        value = result.quantity or (result.text and not self.is_comment)
        return bool(value or result.components or result.ranges or result.flag)

    @property
    def says_nothing(self) -> bool:
        """Whether it has only a name."""
        return not self.measures and not self.result.comment

    def commented(self, comment: str) -> "Finding":
        """The same with one more comment under its own."""
        together = "\n".join(filter(None, (self.result.comment, comment)))
        return replace(self, result=self.result.model_copy(update={"comment": together}))

    def alone(self) -> SentResult:
        """The result as it stands in the record by itself.

        The coded value of a comment says what it is about and is no answer, so it moves into the comment.
        """
        result = self.result
        if not self.is_comment or not result.text:
            return result
        together = " ".join(filter(None, (result.comment, f"(about {result.text})")))
        return result.model_copy(update={"text": "", "comment": together})


def read_observation(resource: Resource, bundle: Bundle) -> Finding:
    """Read one Observation.

    Raises:
        Misfit: It is not usable here, has no name, or something in it cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    bundle.check_usable(resource)
    is_comment = has_code(resource.part("code"), (COMMENT_NOTE,))
    return Finding(
        resource=resource,
        result=_result(resource, bundle),
        parents=tuple(_related(resource, "derived-from", "derivedFrom")),
        members=tuple(_related(resource, "has-member", "hasMember")),
        is_comment=is_comment,
        categorised=bool(resource.one_or_more("category") or resource.reference("specimen")),
    )


def _result(resource: Resource, bundle: Bundle) -> SentResult:
    concept = resource.part("code")
    codes, name = codes_of(concept), words_of(concept)
    if not name:
        raise Misfit("It has neither a name nor a code.")
    quantity, text = value_of(resource)
    components, specimen = resource.parts("component"), resource.reference("specimen")
    return SentResult(
        source_id=resource.source_id,
        test_key=key_of_test(codes, name),
        name=name,
        codes=codes,
        quantity=quantity,
        components=tuple(map(component_of, components)),
        text=text,
        ranges=(*map(range_of, resource.parts("referenceRange")), *_ranges_of_parts(components)),
        flag=_flag(resource, components),
        comment="\n".join(filter(None, _comments(resource))),
        status=status_of(resource),
        taken=taken_of(resource) or collected(specimen, bundle, resource).date("collectedDateTime"),
        reported=resource.date("issued"),
        performer=performers(resource, bundle),
        specimen=specimen_words(specimen, bundle, resource),
    )


def status_of(resource: Resource) -> ResultStatus:
    """How far an Observation or report has got; NOT_SENT when nothing was said.

    Raises:
        Misfit: The status is none of FHIR's, so it might say that the result is withdrawn.
    """
    status = resource.text("status")
    if status and status not in _STATUSES:
        raise Misfit("Its status is none that is known.")
    return _STATUSES.get(status, ResultStatus.NOT_SENT)


def taken_of(resource: Resource) -> PartialDate | None:
    """When it was measured: the moment, or the start of the time it took."""
    period = resource.part("effectivePeriod")
    moments = (
        resource.date("effectiveDateTime"),
        resource.date("effectiveInstant"),
        period.date("start"),
        period.date("end"),
    )
    return next(filter(None, moments), None)


def _comments(resource: Resource) -> Iterator[str]:
    yield resource.words("comment")
    for note in resource.parts("note"):
        yield note.words("text")
    period = resource.part("effectivePeriod")
    if period.date("start") and period.date("end"):
        yield f"Measured from {period.text('start')} to {period.text('end')}."
    if "effectiveTiming" in resource.fields:
        yield f"Measured at: {as_sent(resource.fields['effectiveTiming'])}"
    for label, key in (("Method", "method"), ("Body site", "bodySite")):
        said = words_of(resource.part(key))
        yield f"{label}: {said}" if said else ""


def _flag(resource: Resource, components: tuple[Part, ...]) -> str:
    """The sender's interpretation; of parts with the part's name, unless all say the same: "Systolic: High"."""
    whole = all_words(resource.one_or_more("interpretation"))
    parts = [(words_of(part.part("code")), all_words(part.one_or_more("interpretation"))) for part in components]
    said = {flag for _, flag in parts} or {whole}
    # Why not always with the name: "normal" is known to mean nothing is wrong, "Systolic: normal" is not.
    if len(said) == 1 and whole in {"", *said}:
        return said.pop()
    return "; ".join(filter(None, (whole, *(f"{name}: {flag}" for name, flag in parts if flag))))


def _ranges_of_parts(components: tuple[Part, ...]) -> Iterator[ReferenceRange]:
    """The ranges of parts as words: as limits they would be compared with the whole."""
    for part in components:
        for sent in map(range_of, part.parts("referenceRange")):
            words = f"{sent.words} {sent.unit}".strip()
            yield ReferenceRange(text=f"{words_of(part.part('code'))}: {words}")


def _related(resource: Resource, stu3_type: str, r4_key: str) -> Iterator[str]:
    for one in resource.parts("related"):
        if one.text("type") == stu3_type:
            yield one.reference("target")
    yield from resource.references(r4_key)
