"""The one care plan as plain text: what the person takes home, and what the Plan screen shows.

In the order in which a plan is talked about (domain reference 1.8): what matters, results in words, goals with their
actions, decisions and why, who helps, the review. A part with nothing in it has no heading.
"""

from collections.abc import Iterable, Iterator

from hoc_tui.documents.items import ItemWords, linked_tests, quoted, quoting
from hoc_tui.documents.layout import Paragraph, fact, glued, laid_out, when
from hoc_tui.domain.dates import counted, long
from hoc_tui.domain.judging import Authority, Standing
from hoc_tui.domain.people import Contact
from hoc_tui.domain.plan import AgreeDraft, PlanContent, PlanResult
from hoc_tui.domain.plan_heading import PlanHeading
from hoc_tui.domain.planning import Target
from hoc_tui.domain.vocabulary import Agreement, TargetOwner

_OWN_AIM: dict[str, str] = {
    Authority.PERSON: "my own aim",
    Authority.CLINICIAN: "the aim my team has set",
    Authority.SENT: "the range that came with it",
    Authority.USUAL: "the usual range",
}


def plan_text(
    content: PlanContent,
    *,
    heading: PlanHeading,
    width: int = 78,
    count_hidden: bool = False,
    ascii_only: bool = False,
) -> str:
    """The plan as plain text, without what is private or about somebody else.

    Args:
        content: The plan, as it stands or as it was frozen.
        heading: Which plan it is.
        width: The most cells a line may have, 20 or more.
        count_hidden: Whether to say how many items are left out; for staff, never on the person's copy.
        ascii_only: Whether our own marks must be ASCII; what people typed stays as it is.

    Returns:
        Lines that end with one line feed; text is wrapped and nothing is cut.
    """
    # All of it inside: a document's words are made while its lines are.
    with quoting(ascii_only=ascii_only):
        return "\n".join(laid_out(_paragraphs(content, heading, count_hidden=count_hidden), width)) + "\n"


def _paragraphs(content: PlanContent, heading: PlanHeading, *, count_hidden: bool) -> Iterator[Paragraph]:
    items = ItemWords(content)
    yield from _cover(content, heading, items.hidden if count_hidden else 0)
    yield from _part("What matters to me", items.agenda_words())
    yield from _part("My results in words", _results(content))
    yield from _part("My goals", items.goal_words())
    yield from _part("Other things to do", items.loose_action_words())
    yield from _part("Decisions and why", items.decision_words())
    yield from _part("People who help me", _helpers(content, items))
    yield from _part("Looking at this plan again", _review(content))


def _part(title: str, body: Iterable[Paragraph]) -> Iterator[Paragraph]:
    inside = list(body)
    if inside:
        yield Paragraph("")
        yield Paragraph(title.upper())
        yield from inside


def _cover(content: PlanContent, heading: PlanHeading, hidden: int) -> Iterator[Paragraph]:
    if heading.made_up:
        yield Paragraph("DEMO: nobody in this plan is real")
    yield Paragraph("MY CARE PLAN")
    if heading.in_error:
        yield Paragraph(f"IN ERROR, WRONG RECORD: {heading.in_error}")
    yield from _who(content)
    yield Paragraph(heading.words[:1].upper() + heading.words[1:])
    if heading.terms is not None:
        yield from _terms(heading.terms, heading.agreed_with)
    if hidden:
        yield Paragraph(f"{counted(hidden, 'note')} not shown here")


def _who(content: PlanContent) -> Iterator[Paragraph]:
    person = content.person
    yield Paragraph(person.name, 0, 2)
    if person.preferred:
        yield fact("Likes to be called", person.preferred, 0)
    if person.born:
        yield fact("Born", long(person.born), 0)
    if person.number:
        yield fact("NHS number", glued(str(person.number)), 0)
    if content.conditions:
        yield fact("Health conditions", "; ".join(content.conditions), 0)
    if content.needs:
        yield fact("What I need", "; ".join(need.text for need in content.needs), 0)


def _terms(terms: AgreeDraft, agreed_with: str) -> Iterator[Paragraph]:
    if agreed_with:
        yield fact("Who I talked with", agreed_with, 0)
    if terms.present:
        yield fact("Who was there", terms.present, 0)
    if terms.representative:
        yield fact("Agreed for me by", terms.representative, 0)
    if terms.difference:
        label = "Why I do not agree" if terms.agreement is Agreement.NOT_AGREED else "What I see differently"
        yield fact(label, quoted(terms.difference), 0)


# -- Results ------------------------------------------------------------------------------------------------------


def _results(content: PlanContent) -> Iterator[Paragraph]:
    for result in content.results:
        yield fact(result.name, f"{glued(result.value)}, {when(result.taken)}", 0)
        yield Paragraph(_standing_words(result), 3, 2)
        if result.aim_since:
            yield fact("This aim since", long(result.aim_since), 3)
        if result.sent_range and result.whose_aim != Authority.SENT:
            yield fact(_range_words(result), glued(result.sent_range), 3)
        if result.usual_standing:
            yield Paragraph(f"It is {result.usual_standing} the usual range", 3, 2)
        if result.flag:
            yield fact("It came marked", quoted(result.flag), 3)
        yield from _reasons(target for target in content.targets if result.is_of(target.test_key))
        yield from linked_tests(content.links, (result.test_key, *result.also_keys))
    yield from _aims_without_result(content)


def _standing_words(result: PlanResult) -> str:
    """Above, below or in range, of what and whose: never a colour, never a number without its owner."""
    whose = _OWN_AIM.get(result.whose_aim)
    if whose is None:
        return "There is no aim for this yet"
    limits = f"{whose}: {glued(result.aim)}" if result.aim else whose
    match result.standing:
        case Standing.ABOVE | Standing.BELOW:
            return f"This is {result.standing} {limits}"
        case Standing.IN_RANGE:
            return f"This is in range, by {limits}"
        case _:
            return f"We cannot tell whether this is in range, by {limits}"


def _range_words(result: PlanResult) -> str:
    """What stands before the range that came with a value, beside the word of an aim (hazard H11)."""
    outside = result.sent_standing in {Standing.ABOVE, Standing.BELOW}
    return f"It is {result.sent_standing} the range that came with it" if outside else "The range that came with it"


def _reasons(targets: Iterable[Target]) -> Iterator[Paragraph]:
    for target in targets:
        if target.why:
            yield fact("Why this aim", target.why, 3)


def _aims_without_result(content: PlanContent) -> Iterator[Paragraph]:
    """Aims for tests that have no result yet: somebody still means to get there."""
    for target in content.targets:
        if not any(result.is_of(target.test_key) for result in content.results):
            whose = Authority.PERSON if target.owner is TargetOwner.PERSON else Authority.CLINICIAN
            yield fact(target.test_name, f"no result yet; {_OWN_AIM[whose]} is {glued(target.words)}", 0)
            yield from _reasons((target,))
            yield fact("This aim since", long(target.since), 3)


# -- Who helps, and when it is looked at again --------------------------------------------------------------------


def _helpers(content: PlanContent, items: ItemWords) -> Iterator[Paragraph]:
    team = dict.fromkeys(name for name in (*items.helpers(), content.reviewer) if name)
    if team:
        yield fact("In this plan", "; ".join(team), 0)
    for contact in content.contacts:
        yield from _contact(contact)


def _contact(contact: Contact) -> Iterator[Paragraph]:
    kinds = ", ".join(kind.value.replace("-", " ") for kind in contact.kinds)
    yield Paragraph("; ".join(part for part in (contact.name, contact.relationship, kinds) if part), 0, 2)
    if contact.phone:
        yield fact("Telephone", glued(contact.phone), 3)
    if contact.may_be_told:
        yield fact("May be told", quoted(contact.may_be_told), 3)


def _review(content: PlanContent) -> Iterator[Paragraph]:
    if content.review_on:
        yield fact("When", long(content.review_on), 0)
    if content.reviewer:
        yield fact("With", content.reviewer, 0)
