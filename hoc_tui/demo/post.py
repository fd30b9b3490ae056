"""Today's post from the laboratory: a dozen messages for a clinician to check, and some that nobody can place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from hoc_tui.demo.calendar import SATURDAY, clock
from hoc_tui.demo.cast import O_KEEFE, YUSUF, ZAINAB
from hoc_tui.demo.clinic import TODAY
from hoc_tui.demo.identity import unused_number
from hoc_tui.demo.laboratory import LOCAL, Panel, Report, edifact, hl7
from hoc_tui.demo.life import Life
from hoc_tui.demo.practice import MadeUpPractice
from hoc_tui.demo.sending import flag_of
from hoc_tui.domain.results import Code, Result
from hoc_tui.domain.vocabulary import Gender, ResultStatus

PANELS: Mapping[str, tuple[str, ...]] = {
    "Renal profile": ("na", "k", "creat", "egfr"),
    "HbA1c": ("hba1c",),
    "Fasting glucose": ("glu_f",),
    "Lipids": ("chol", "hdl", "nonhdl", "ldl", "trig"),
    "Full blood count": ("hb", "mcv"),
    "Ferritin": ("ferr",),
    "Thyroid": ("tsh", "ft4"),
    "Liver": ("alt",),
    "B12 and folate": ("b12", "fol"),
    "Urine albumin": ("acr",),
    "CRP": ("crp",),
    "Urate": ("urate",),
    "Vitamin D": ("vitd",),
    "NT-proBNP": ("ntp",),
    "INR": ("inr",),
}
"""What the laboratory calls tests that are ordered together."""
USUAL = ("na", "k", "creat", "egfr", "hb", "mcv", "alt")
"""What is ordered for somebody whose conditions ask for no blood test."""
YEARLY = (("type2",), ("hypothyroid",), ("hypertension",), ("gout", "ra"), ("chd", "stroke"))
"""What the people whose yearly blood test came back live with."""
ANAEMIA: Mapping[str, str] = {"hb": "104", "mcv": "76", "ferr": "7"}
"""g/L, fL and µg/L: low enough to be looked at, and fitting together."""
URGENT = "6.4"
"""A potassium that is telephoned; mmol/L."""
SLIP = 13
"""How far a long-term sugar was off that was another's; mmol/mol."""
STRANGER: Mapping[str, Any] = {
    "family": "Nowicka",
    "given": "Agnieszka",
    "title": "Ms",
    "born": date(1988, 2, 17),
    "sex": Gender.FEMALE,
}
"""Somebody who is not registered here."""
NEW_ANALYSER = (Code(system=LOCAL, code="GHB2", display="Glycated Hb (new analyser)"),)
LOOKED_AT = 60
"""So many people are looked through for those whom the post is about."""
FRIDAY = SATURDAY - 1
EVENING, MORNING = (17, 40), (9, 50)
"""Hour and minute at which reports come."""


@dataclass(frozen=True)
class Letter:
    """One file that came, as a laboratory link drops it."""

    name: str
    body: bytes


class Post:
    """What came today; the same practice gets the same post.

    Args:
        practice: Whose post it is.
    """

    def __init__(self, practice: MadeUpPractice) -> None:
        self._practice = practice
        self._surgery = practice.surgery
        self._controls = count(1)
        self._used = {O_KEEFE}
        self._lives: dict[int, Life | None] = {}
        last = self._surgery.today - timedelta(days=1)
        self._day = last - timedelta(days=max(0, last.weekday() - FRIDAY))
        """When samples were taken: on the last working day."""

    def letters(self) -> Iterator[Letter]:
        """The files in the order in which they came: in the evening, at night, and in the morning."""
        # Asked for first: in a practice of six there is nobody left for the others.
        evening = [*self._urgent(), *self._unchecked()]
        anaemic = self._next("obesity", "depression", "hypothyroid", woman=True)
        evening += self._blood_count(anaemic, ResultStatus.PRELIMINARY)
        evening += [*self._yearly(), *self._renamed(), *self._local_code(), self._nobodys()]
        yield Letter("evening.hl7", b"".join(map(hl7, evening)))
        if o_keefe := self._practice.living(O_KEEFE):
            yield Letter("night.edi", edifact(self._report(o_keefe, self._panels(o_keefe, ("hb", "mcv", "hba1c")))))
        morning = [*self._blood_count(anaemic, ResultStatus.FINAL), *self._corrected()]
        if morning:
            yield Letter("morning.hl7", b"".join(map(hl7, morning)))

    # -- Whom it is about ---------------------------------------------------------------------------------------------

    def _next(self, *conditions: str, woman: bool = False) -> Life | None:
        """Somebody the post has not been about, with one of these conditions if there is one."""
        fitting = (life for life in self._here() if life.body.has(*conditions) and (life.body.woman or not woman))
        found = next(fitting, None) or next(self._here(), None)
        self._used.add(found.person if found else O_KEEFE)
        return found

    def _here(self) -> Iterator[Life]:
        """People who are here and not yet written about, those of today's clinic last; made when they are come to."""
        for number in (*range(len(TODAY), LOOKED_AT), *range(ZAINAB + 1, len(TODAY)), ZAINAB - 1):
            if number not in self._lives:
                self._lives[number] = self._practice.living(number)
            life = self._lives[number]
            if life is not None and number not in self._used:
                yield life

    def _panels(self, life: Life, keys: Sequence[str]) -> list[Panel]:
        """A blood test of the last working day, by what was ordered together."""
        found = {key: result for key, result in life.blood_test(keys, self._day).items() if key in keys}
        return panels_of(found)

    def _report(self, life: Life, panels: Sequence[Panel], **others: object) -> Report:
        at = clock(self._day, *EVENING)
        return Report(f"{self._day:%y%m%d}{next(self._controls):04}", life.fields | others, panels, at)

    # -- What is to be checked ----------------------------------------------------------------------------------------

    def _urgent(self) -> Iterator[Report]:
        """A potassium that cannot wait, in somebody whose kidneys or heart are weak."""
        life = self._next("ckd", "heart_failure")
        if life is None:
            return
        found = life.blood_test(PANELS["Renal profile"], self._day)
        found["k"] = _changed(found["k"], URGENT, "Sample not haemolysed. Please act on this result today.")
        yield self._report(life, panels_of(found))

    def _unchecked(self) -> Iterator[Report]:
        """The blood test before today's conversation with Mrs Khan, which is why her letter has not gone."""
        results = self._practice.unchecked()
        if results:
            yield self._report(self._practice.life(ZAINAB), panels_of(results))

    def _yearly(self) -> Iterator[Report]:
        """What the conditions of some people ask for, as it turns out."""
        for life in filter(None, (self._next(*one) for one in YEARLY)):
            yield self._report(life, self._panels(life, life.blood_tests or USUAL))

    def _blood_count(self, life: Life | None, status: ResultStatus) -> Iterator[Report]:
        """A blood count on its way: first preliminary and alone, then final and with the iron that explains it."""
        if life is None:
            return
        found, early = life.blood_test(ANAEMIA, self._day), status is ResultStatus.PRELIMINARY
        found = {key: _changed(found[key], text) for key, text in ANAEMIA.items() if key != "ferr" or not early}
        marks = {"status": status, "comment": "Preliminary. Ferritin to follow." if early else ""}
        found["hb"] = found["hb"].model_copy(update=marks)
        report = self._report(life, panels_of(found))
        yield report if early else replace(report, at=self._surgery.not_later(clock(self._surgery.today, *MORNING)))

    def _corrected(self) -> Iterator[Report]:
        """A long-term sugar that Mr Ahmed's plan of this morning has used, and that was another's."""
        life, before = self._practice.living(YUSUF), self._practice.to_correct()
        if life is None or before is None or before.quantity is None:
            return
        text = str(Decimal(before.quantity.text) + SLIP)
        words = f"Corrected report: tubes were exchanged. First sent as {before.quantity.words}."
        after = _changed(before, text, words).model_copy(update={"status": ResultStatus.CORRECTED})
        at = self._surgery.not_later(clock(self._surgery.today, *MORNING))
        yield replace(self._report(life, [Panel("HbA1c", [after])]), at=at)

    # -- What nobody can place ----------------------------------------------------------------------------------------

    def _nobodys(self) -> Report:
        """Somebody with a number that nobody here has."""
        number = unused_number(self._surgery.seed)
        life = self._practice.life(ZAINAB if self._practice.size > ZAINAB else 0)
        return self._report(life, self._panels(life, USUAL), **STRANGER, nhs_number=number)

    def _renamed(self) -> Iterator[Report]:
        """Somebody who has married since, whose date of birth somebody else has mistyped: for people to say."""
        life = self._next("asthma", "depression", "hypothyroid", woman=True)
        if life is None:
            return
        born: date = life.fields["born"]
        mistyped = born.replace(year=born.year + 1, day=min(born.day, 28))
        joined = f"{life.fields['family'] or life.fields['given']}-Hargreaves"
        yield self._report(life, self._panels(life, ("tsh", "ft4")), family=joined, born=mistyped)

    def _local_code(self) -> Iterator[Report]:
        """A test under a code of the laboratory's own that nobody here has been told of."""
        life = self._next("type2", "at_risk")
        if life is None:
            return
        found = life.blood_test(("hba1c",), self._day)["hba1c"]
        known = {"codes": NEW_ANALYSER, "name": NEW_ANALYSER[0].display, "ranges": (), "flag": ""}
        yield self._report(life, [Panel("Haemoglobin variants", [found.model_copy(update=known)])])


def panels_of(results: Mapping[str, Result]) -> list[Panel]:
    """Results by what they are ordered as, in the laboratory's order.

    Args:
        results: By the key of the test.
    """
    ordered = ((name, [results[key] for key in keys if key in results]) for name, keys in PANELS.items())
    return [Panel(name, found) for name, found in ordered if found]


def _changed(result: Result, text: str, comment: str = "") -> Result:
    """The same test with another number, and the flag that goes with it."""
    assert result.quantity is not None  # noqa: S101  only what is measured is changed
    quantity = result.quantity.model_copy(update={"text": text, "comparator": None})
    flag = flag_of(text, result.ranges)
    return result.model_copy(update={"quantity": quantity, "flag": flag, "comment": comment})
