"""Which test a result is of, which limits are meant for whom, and what a site has decided."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from hoc_tui.domain.catalogue import (
    LOINC,
    READ_V2,
    SNOMED,
    AcceptedUnit,
    Applies,
    Catalogue,
    CatalogueTest,
    Circumstances,
    ConditionGroup,
    ContentStatus,
    Limit,
    Noise,
    Sample,
    Strength,
    folded,
)
from hoc_tui.domain.results import Code
from hoc_tui.domain.vocabulary import Gender


def limit(name: str, **fields: Any) -> Limit:  # noqa: ANN401 - any field of a limit
    """A limit with an upper number unless it is given others."""
    usual = {"id": name, "high": Decimal(10), "words": "up to 10", "source": "made up"}
    return Limit.model_validate(usual | fields)


def made_test(name: str, **fields: Any) -> CatalogueTest:  # noqa: ANN401 - any field of a test
    """A test of a blood sample without a unit."""
    usual = {
        "id": name,
        "name": name,
        "group": "other",
        "sample": Sample.BLOOD,
        "sentence": "A test.",
        "source": "made up",
    }
    return CatalogueTest.model_validate(usual | {"units": [AcceptedUnit(unit="")]} | fields)


SALT = made_test("salt", loinc=("1-8",), snomed=("11",), read2=("44I5.",), group_only=("99-1",))
SUGAR = made_test("sugar", loinc=("2-6",), snomed=("22",))
MADE = Catalogue(version=1, tests=(SALT, SUGAR))


def codes(*pairs: tuple[str, str]) -> list[Code]:
    """Codes without a display."""
    return [Code(system=system, code=code) for system, code in pairs]


@pytest.mark.parametrize(
    ("sent", "test"),
    [
        ([(LOINC, "1-8")], "salt"),
        ([(SNOMED, "11")], "salt"),
        ([(READ_V2, "44I5.")], "salt"),
        ([(READ_V2, "44I5.00")], "salt"),
        ([(READ_V2, "44I5.11")], "salt"),
        ([("urn:local", "NA"), (SNOMED, "11"), (LOINC, "1-8")], "salt"),
        ([(LOINC, "11")], None),
        ([(SNOMED, "1-8")], None),
        ([(LOINC, "99-1")], None),
        ([(READ_V2, "44i5.")], None),
        ([], None),
    ],
)
def test_a_result_is_known_by_the_codes_of_its_own_systems(sent: list[tuple[str, str]], test: str | None) -> None:
    """Also by one known code among others, and by any of the words of one Read concept."""
    found = MADE.test_of(codes(*sent))

    assert test == (found.id if found else None)


def test_codes_of_two_tests_name_neither() -> None:
    """A sender that contradicts itself is not corrected by us."""
    assert MADE.test_of(codes((SNOMED, "11"), (LOINC, "2-6"))) is None


def test_a_site_says_what_an_unknown_code_is() -> None:
    """By the key the result was kept under; a code that is known is never overruled."""
    site = MADE.for_site(mapped={"urn:local|GLU": "sugar", "http://snomed.info/sct|11": "sugar", "name|old": "gone"})
    local = codes(("urn:local", "GLU"))

    assert SUGAR == site.test_of(local, "urn:local|GLU")
    assert SALT == site.test_of(codes((SNOMED, "11")), "http://snomed.info/sct|11")
    assert site.test_of(local) is None
    assert site.test_of([], "name|old") is None


def test_a_copy_with_other_tests_knows_those_only() -> None:
    """What was looked up before says nothing of the copy."""
    MADE.test_of(codes((SNOMED, "22")))
    copied = MADE.model_copy(update={"tests": (SALT,)})

    assert copied.test_of(codes((SNOMED, "22"))) is None
    assert copied.test("sugar") is None
    assert SUGAR == MADE.test("sugar")


@pytest.mark.parametrize(
    ("applies", "who", "fits"),
    [
        (Applies(), Circumstances(conditions=None), True),
        (Applies(sex=Gender.FEMALE), Circumstances(sex=Gender.FEMALE), True),
        (Applies(sex=Gender.FEMALE), Circumstances(sex=Gender.MALE), False),
        (Applies(sex=Gender.FEMALE), Circumstances(), False),
        (Applies(from_age=80), Circumstances(age=80), True),
        (Applies(from_age=80), Circumstances(age=79), False),
        (Applies(below_age=80), Circumstances(age=79), True),
        (Applies(below_age=80), Circumstances(age=80), False),
        (Applies(below_age=80), Circumstances(), False),
        (Applies(conditions=("a", "b")), Circumstances(conditions=frozenset("b")), True),
        (Applies(conditions=("a", "b")), Circumstances(), False),
        (Applies(conditions=("a",), without=("c",)), Circumstances(conditions=frozenset("ac")), False),
        (Applies(without=("c",)), Circumstances(), True),
        (Applies(without=("c",)), Circumstances(conditions=None), False),
        (Applies(setting="home"), Circumstances(setting="home"), True),
        (Applies(setting="home"), Circumstances(setting="clinic"), False),
        (Applies(setting="home"), Circumstances(), False),
    ],
)
def test_a_limit_fits_those_it_is_meant_for(applies: Applies, who: Circumstances, fits: bool) -> None:
    """Whatever it depends on must be known."""
    assert fits == applies.fits(who)


def test_only_what_is_signed_for_or_approved_judges() -> None:
    """A limit that nobody answers for is there to be read, not to judge."""
    waiting, signed = limit("waiting"), limit("signed", status=ContentStatus.VERIFIED, signed_off_by="Dr A. Safe")
    noise = Noise(id="noise", percent=Decimal(5), source="made up")
    test = made_test("salt", limits=(waiting, signed), noise=noise)
    shipped = Catalogue(version=1, tests=(test,))
    site = shipped.for_site(approved=["waiting", "noise"])

    assert (signed,) == shipped.limits_for(test, Circumstances(), Strength.USUAL)
    assert (waiting, signed) == site.limits_for(test, Circumstances(), Strength.USUAL)
    assert () == site.limits_for(test, Circumstances(), Strength.ACT)
    assert shipped.noise_of(test) is None
    assert noise == site.noise_of(test)
    assert ["waiting", "signed", "noise"] == list(shipped.judging)


def test_a_limit_for_a_condition_comes_before_one_for_everybody() -> None:
    """Where a site has added its own, the closer one is in force."""
    everybody, some = limit("everybody"), limit("some", applies=Applies(conditions=("a",)))
    test = made_test("salt", limits=(everybody, some))
    site = Catalogue(version=1, tests=(test,)).for_site(approved=["everybody", "some"])

    assert (some, everybody) == site.limits_for(test, Circumstances(conditions=frozenset("a")), Strength.USUAL)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "verified"},
        {"status": "verified", "signed_off_by": "  "},
        {"signed_off_by": "Dr A. Safe"},
        {"high": None},
        {"low": 10, "high": 10},
        {"low": 11, "high": 10},
        {"high": "NaN"},
        {"strength": "maybe"},
        {"colour": "red"},
    ],
)
def test_a_limit_that_says_nothing_clear_is_refused(fields: dict[str, Any]) -> None:
    """Verified without a name, a name without a status, no number, or numbers the wrong way round."""
    with pytest.raises(ValidationError):
        limit("wrong", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "mmol/L"},
        {"units": [{"unit": "", "factor": 2}]},
        {"units": [], "limits": [limit("any")]},
        {"sample": "hair"},
    ],
)
def test_a_test_that_does_not_know_its_unit_is_refused(fields: dict[str, Any]) -> None:
    """Limits are in the unit that is shown, which is the first of those accepted."""
    with pytest.raises(ValidationError):
        made_test("wrong", **fields)


def test_what_a_limit_judges_by_is_all_that_decides_and_nothing_else() -> None:
    """Other words or a signature leave it as it was approved; another number, side or person does not."""
    approved = limit("any")
    same = limit("any", words="10 or less", source="elsewhere", status="verified", signed_off_by="Dr A. Safe")
    changes = ({"high": 11}, {"low": 1}, {"high_open": True}, {"strength": "act"}, {"applies": {"without": ["a"]}})
    others: list[dict[str, Any]] = [dict(change) for change in changes]

    assert approved.judges_by == same.judges_by
    assert approved.judges_by not in {limit("any", **other).judges_by for other in others}


@pytest.mark.parametrize("fields", [{}, {"absolute": 1, "percent": 1}])
def test_noise_is_an_amount_or_a_percentage(fields: dict[str, Any]) -> None:
    """Never both and never neither."""
    with pytest.raises(ValidationError):
        Noise.model_validate({"id": "noise", "source": "made up"} | fields)


def test_a_code_says_more_of_a_condition_than_its_name() -> None:
    """A name is compared whole, without case, spaces or the curl of an apostrophe."""
    one = ConditionGroup(
        id="one", name="Tennis elbow", snomed=("73583000",), also=("player's elbow",), source="made up"
    )
    two = ConditionGroup(id="two", name="Golfer’s elbow", source="made up")
    made = Catalogue(version=1, tests=(), conditions=(one, two))

    assert one == made.condition_of("Golfer's elbow", codes((SNOMED, "73583000")))
    assert two == made.condition_of("golfer's  ELBOW", codes((SNOMED, "1")))
    assert one == made.condition_of("Player’s elbow")
    assert made.condition_of("elbow") is None
    assert "player's elbow" == folded(" Player’s\nElbow")
