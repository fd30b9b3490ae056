"""What is asked about an aim for a test: its limits, whose it is, and why; and why an aim ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid5

from pydantic import ValidationError

from hoc_tui.domain.catalogue import CatalogueTest, Direction
from hoc_tui.domain.dates import short
from hoc_tui.domain.entry.numbers import read_number
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.planning import Target, TargetDraft
from hoc_tui.domain.plausible import odd_about
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.series import family_key
from hoc_tui.domain.spelling import same_unit
from hoc_tui.domain.vocabulary import ItemKind, TargetOwner
from hoc_tui.screens.asking import Asker, Asking
from hoc_tui.screens.form import Answers
from hoc_tui.screens.outbox import Kept
from hoc_tui.services.conversation import take_out
from hoc_tui.services.saving import Spot
from hoc_tui.widgets.conversation.view import JudgedSeries
from hoc_tui.widgets.fields import Field, Reader

OWNERS = ((TargetOwner.PERSON, "agreed with the person"), (TargetOwner.CLINICIAN, "set by the clinician"))
"""Whose aim it can be."""
WHOSE = {TargetOwner.PERSON: "their own aim", TargetOwner.CLINICIAN: "clinician's aim"}
NO_LIMIT = "An aim needs a limit, and the lower one may not be above the upper one."
"""What is said when an aim cannot be made of what was typed."""
NOT_KNOWN = "These numbers came under codes that are not known here: an aim could not be told for which it is."
MEANT = "If that is meant, save again."


@dataclass(frozen=True)
class Aimed:
    """What one aim is for: a test, or one of two pressures."""

    key: str
    name: str
    unit: str
    test: CatalogueTest | None
    field: str = ""
    """What the names of its answers start with."""


class AimForms(Asker):
    """Forms for aims."""

    def new(self, one: JudgedSeries) -> Asking:
        """An aim for a test, agreed with the person or set by a clinician; in the place of the same owner's last one.

        Args:
            one: The test.
        """
        things, asked = self._things(one), set[str]()

        async def save(answers: Answers) -> None:
            if len(things) == 1 and one.series.measured.components:
                raise Refused(NOT_KNOWN)
            drafts = [(thing, _draft(thing, answers)) for thing in things if _limits_of(thing, answers)]
            if not drafts:
                raise Refused(NO_LIMIT)
            _ask_about(drafts, asked)
            await self._save_all(drafts, answers)

        fields = [field for thing in things for field in _limit_fields(thing, alone=len(things) == 1)]
        form = self._form(
            f"target:{one.key}",
            f"An aim for {one.name}",
            *fields,
            Field("owner", "Whose aim is it?", TargetOwner.PERSON, choices=OWNERS),
            Field("why", "Why this aim?", lines=2),
            intro="\n".join(self._intro(one, things)),
        )
        return Asking(replace(form, enter_saves=True), save)

    def end(self, one: JudgedSeries) -> Asking | None:
        """Why the aim in force ends; None when none is.

        Args:
            one: The test.
        """
        aim = self.in_force(one)
        if aim is None:
            return None

        async def save(answers: Answers) -> None:
            spot = Spot.of(ItemKind.TARGET, aim)
            begun = replace(spot, version=answers.version or spot.version)
            self._note(await self._work.save(take_out, begun, answers["reason"], op_id=answers.op_id))

        form = self._form(
            f"target-end:{aim.id}",
            f"End the aim for {aim.test_name}",
            Field("reason", "Why does it end?", required="Say why it ends, in the person's words.", lines=2),
            intro=aim_words(aim),
            item=aim,
        )
        return Asking(form, save)

    def in_force(self, one: JudgedSeries) -> Target | None:
        """The aim that judges a test: the person's own before a clinician's, the newest of each.

        Args:
            one: The test.
        """
        standing = [aim for thing in self._things(one) for aim in self._standing(thing)]
        return max(standing, key=lambda aim: (aim.owner is TargetOwner.PERSON, aim.recorded_at, aim.id), default=None)

    # What there is ---------------------------------------------------------------------------------------------------

    def _things(self, one: JudgedSeries) -> list[Aimed]:
        """The test itself, or each of two pressures, which have aims of their own."""
        catalogue = self._view.known.catalogue
        test = catalogue.test(one.series.test_id or "")
        parts = [part for part in map(catalogue.test, test.parts) if part is not None] if test else []
        if parts:
            return [Aimed(family_key(part), part.name, part.unit, part, f"{part.id}-") for part in parts]
        return [Aimed(one.series.test_key, one.name, one.series.unit, test)]

    def _standing(self, thing: Aimed) -> list[Target]:
        """The aims for one thing, under whatever code they were set."""
        known = self._view.known
        named = known.test_of_key(thing.key)
        return [
            aim
            for aim in self._record.targets
            if not aim.ended
            and (aim.test_key == thing.key or (named is not None and known.test_of_key(aim.test_key) == named))
        ]

    def _intro(self, one: JudgedSeries, things: list[Aimed]) -> Iterator[str]:
        taken = one.series.measured.taken
        yield f"Now {one.series.value_words}" + (f", {short(taken.first_day)}" if taken else "")
        for thing in things:
            yield from map(aim_words, self._standing(thing))
        yield "Enter on a limit saves; Tab goes on to whose aim it is, and why."

    # Saving ----------------------------------------------------------------------------------------------------------

    async def _save_all(self, drafts: list[tuple[Aimed, TargetDraft]], answers: Answers) -> None:
        """Save every aim, also when the first of two had to wait on this computer."""
        kept: Kept | None = None
        for place, (thing, draft) in enumerate(drafts):
            own = Answers(answers)
            own.version = answers.version
            own.op_id = uuid5(answers.op_id, thing.key) if place and answers.op_id else answers.op_id
            try:
                await self._save_one(thing, draft, own)
            except Kept as waits:
                kept = waits
        if kept is not None:
            raise kept

    async def _save_one(self, thing: Aimed, draft: TargetDraft, answers: Answers) -> None:
        mine = [aim for aim in self._standing(thing) if aim.owner is draft.owner]
        if not mine:
            await self._put_down(draft, answers)
            return
        newest = max(mine, key=lambda aim: (aim.recorded_at, aim.id))
        # Two limits of one aim are one statement: what is not said anew is no longer aimed for. A reason stays until
        # somebody gives another.
        fields = draft.model_dump(mode="json", include={"low", "high", "unit", *(("why",) if draft.why else ())})
        await self._rewrite(Spot.of(ItemKind.TARGET, newest), fields, answers)


def aim_words(aim: Target) -> str:
    """An aim with whose it is, since when, and why.

    Args:
        aim: One that stands.
    """
    why = f": “{aim.why}”" if aim.why else ""
    return f"{WHOSE[aim.owner]}, {aim.test_name}: {aim.words}, since {short(aim.since)}{why}"


def _limit_fields(thing: Aimed, *, alone: bool) -> list[Field]:
    """Its limits, first the one that this test is most often aimed by."""
    unit, read = thing.unit or "no unit", _said_limit(thing)
    if not alone:
        return [Field(f"{thing.field}high", f"{thing.name}: not over ({unit})", read=read)]
    high, low = Field("high", f"Not over ({unit})", read=read), Field("low", f"Not under ({unit})", read=read)
    upwards = thing.test is not None and thing.test.direction is Direction.HIGHER
    return [low, high] if upwards else [high, low]


def _said_limit(thing: Aimed) -> Reader:
    return lambda text: read_number(text, unit=thing.unit).said_back


def _limits_of(thing: Aimed, answers: Answers) -> dict[str, str]:
    """The limits that were typed, as numbers."""
    typed = {side: answers.get(f"{thing.field}{side}", "") for side in ("low", "high")}
    return {side: read_number(text, unit=thing.unit).value.text for side, text in typed.items() if text}


def _draft(thing: Aimed, answers: Answers) -> TargetDraft:
    try:
        return TargetDraft(
            test_key=thing.key,
            test_name=thing.name,
            unit=thing.unit,
            owner=TargetOwner(answers["owner"]),
            why=answers["why"],
            **_limits_of(thing, answers),
        )
    except ValidationError:
        raise Refused(NO_LIMIT) from None


def _ask_about(drafts: list[tuple[Aimed, TargetDraft]], asked: set[str]) -> None:
    """Ask once about a limit that is hardly ever measured; saving the same again says that it is meant."""
    odd = [words for thing, draft in drafts for words in _odd(thing, draft)]
    new = [words for words in odd if words not in asked]
    asked.update(odd)
    if new:
        raise Refused(" ".join(new), hint=MEANT)


def _odd(thing: Aimed, draft: TargetDraft) -> Iterator[str]:
    if thing.test is None or not same_unit(thing.unit, thing.test.unit):
        return
    for limit in (draft.low, draft.high):
        if limit is not None and (words := odd_about(Quantity(text=limit, unit=thing.unit), thing.test)):
            yield words
