"""A site's own content: added and signed for, never quietly different, and refused in one clear sentence."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.overlay import ContentWrong, site_catalogue
from hoc_tui.domain.catalogue import SNOMED, Catalogue, CatalogueTest, ContentStatus, Sample
from hoc_tui.domain.results import Code
from hoc_tui.domain.units import convert

NEW_TEST = """
[[test]]
id = 'height'
name = 'Height'
group = 'body'
sample = 'measured'
snomed = ['248333004']
unit = 'cm'
units = ['cm', { unit = 'm', factor = 100, why = 'by definition' }]
sentence = 'This is how tall you are.'
source = 'our practice'
"""


def laid(folder: Path, text: str, name: str = "ours.toml") -> Catalogue:
    """The catalogue of a site with one file."""
    (folder / name).write_text(text, encoding="utf-8")
    return site_catalogue(folder)


def found(catalogue: Catalogue, test: str) -> CatalogueTest:
    """A test that is there."""
    known = catalogue.test(test)
    assert known is not None
    return known


def test_a_site_without_files_has_what_ships(tmp_path: Path) -> None:
    """No folder, an absent one and an empty one are the same."""
    for folder in (None, tmp_path / "absent", tmp_path):
        assert site_catalogue(folder) is usual_catalogue()


def test_a_site_adds_a_test_of_its_own(tmp_path: Path) -> None:
    """Whole, with its units, beside all that ship."""
    site = laid(tmp_path, NEW_TEST)
    height = found(site, "height")
    converted = convert("1.72", "m", height)

    assert len(site.tests) == len(usual_catalogue().tests) + 1
    assert height == site.test_of([Code(system=SNOMED, code="248333004")])
    assert Sample.MEASURED is height.sample
    assert converted is not None
    assert "172" == converted.shown


def test_a_site_adds_codes_units_and_words_to_a_test(tmp_path: Path) -> None:
    """Lists grow; what stood there stays."""
    text = """
[[test]]
id = 'k'
also = ['kalium', 'salts']
snomed = ['88480006']
units = ['mmol/l plasma']
fresh_months = 3
"""
    potassium, shipped = found(laid(tmp_path, text), "k"), found(usual_catalogue(), "k")

    assert (*shipped.snomed, "88480006") == potassium.snomed
    assert (*shipped.also, "kalium") == potassium.also
    assert [*(unit.unit for unit in shipped.units), "mmol/l plasma"] == [unit.unit for unit in potassium.units]
    assert 3 == potassium.fresh_months
    assert shipped.limits == potassium.limits


def test_a_site_signs_for_a_limit_and_for_noise_that_ship(tmp_path: Path) -> None:
    """Its own officer's name and source; the numbers are those that ship, and it judges from then on."""
    text = """
[[test]]
id = 'egfr'

[test.noise]
id = 'egfr.noise'
status = 'verified'
signed_off_by = 'Dr A. Safe'

[[test.limits]]
id = 'egfr.act'
source = 'our kidney unit, 2026'
status = 'verified'
signed_off_by = 'Dr A. Safe'
"""
    site = laid(tmp_path, text)
    signed = next(limit for limit in found(site, "egfr").limits if limit.id == "egfr.act")
    noise = found(site, "egfr").noise

    assert (ContentStatus.VERIFIED, "Dr A. Safe", Decimal(30)) == (signed.status, signed.signed_off_by, signed.low)
    assert site.enabled(signed)
    assert noise is not None
    assert site.enabled(noise)
    assert ["egfr.usual", "egfr.act"] == [limit.id for limit in found(site, "egfr").limits]


def test_a_site_puts_its_own_limit_in_the_place_of_ours(tmp_path: Path) -> None:
    """Ours is left out by its id, theirs has an id of its own, and needs its own approval."""
    text = """
[[test]]
id = 'tsh'
without_limits = ['tsh.usual']

[[test.limits]]
id = 'our-lab.tsh'
low = 0.27
high = 4.2
words = '0.27 to 4.20'
source = 'our laboratory, 2026'
"""
    site = laid(tmp_path, text)

    assert [("our-lab.tsh", Decimal("0.27"), Decimal("4.2"))] == [
        (limit.id, limit.low, limit.high) for limit in found(site, "tsh").limits
    ]
    assert not site.enabled(found(site, "tsh").limits[0])
    assert "our-lab.tsh" in site.judging


def test_a_site_changes_how_often_a_condition_asks(tmp_path: Path) -> None:
    """Test by test; the others stay as they are."""
    text = """
every_months = 6

[[condition]]
id = 'type2'
also = ['sugar sickness']
tests = ['hba1c', { test = 'pulse', every_months = 12 }]
"""
    group = laid(tmp_path, text).condition_of("Sugar sickness")
    shipped = usual_catalogue().condition_of("Type 2 diabetes")
    assert group is not None
    assert shipped is not None
    often = {asked.test: asked.every_months for asked in group.tests}

    assert (6, 12, 12) == (often["hba1c"], often["pulse"], often["bp"])
    assert {*(asked.test for asked in shipped.tests), "pulse"} == set(often)


def test_files_are_laid_in_the_order_of_their_names(tmp_path: Path) -> None:
    """A later one sees what an earlier one added."""
    (tmp_path / "1.toml").write_text(NEW_TEST, encoding="utf-8")
    site = laid(tmp_path, "[[condition]]\nid = 'frailty'\ntests = [{ test = 'height', every_months = 24 }]", "2.toml")
    group = site.condition_of("Frailty")

    assert group is not None
    assert "height" in {asked.test for asked in group.tests}


def test_what_ships_is_the_same_afterwards(tmp_path: Path) -> None:
    """A site's files change the site's catalogue alone."""
    before = usual_catalogue().model_dump()
    laid(tmp_path, "[[test]]\nid = 'k'\nname = 'Kalium'\nwithout_limits = ['k.usual']")

    assert before == usual_catalogue().model_dump()


K = "[[test]]\nid = 'k'\n"
LIMIT = "[[test.limits]]\nid = 'x'\nhigh = 5\nwords = 'x'\nsource = 'x'\n"
CHANGED = "cannot be changed under its name; give yours another id"
SIGNED = "an entry is verified when somebody has signed for it by name, and only then"

WRONG = {
    "no TOML": ("[[test]\nid = 1", ", line 1, column 7: this is not TOML."),
    "unknown part": ("[[tests]]\nid = 'k'", ": “tests” is not known here."),
    "no id": ("[[test]]\nname = 'Potassium'", ", test 1: it has no id."),
    "a table": ("[test]\nid = 'k'", ": [[test]] does not hold entries as it should."),
    "incomplete": ("[[test]]\nid = 'new'", ", test “new” source: Field required."),
    "unknown field": (f"{K}colour = 'red'", ", test “k” colour: Extra inputs are not permitted."),
    "our numbers": (f"{K}[[test.limits]]\nid = 'k.act'\nhigh = 7", f", test “k”: the numbers of “k.act” {CHANGED}."),
    "our numbers, left out before": (
        f"{K}without_limits = ['k.act']\n[[test]]\nid = 'na'\n{LIMIT.replace('x', 'k.act', 1)}",
        ", test “na”: “k.act” ships with other numbers; give yours another id.",
    ),
    "our noise": (
        "[[test]]\nid = 'hba1c'\n[test.noise]\nid = 'hba1c.noise'\nabsolute = 9",
        f", test “hba1c”: the numbers of “hba1c.noise” {CHANGED}.",
    ),
    "the unit shown": ("[[test]]\nid = 'hb'\nunit = 'g/dL'", ", test “hb”: the unit it is shown in cannot be changed."),
    "a known unit": (
        "[[test]]\nid = 'hb'\nunits = [{ unit = 'g/dL', factor = 100 }]",
        ", test “hb”: the unit “g/dL” is known and cannot be changed.",
    ),
    "a known unit, spelled anew": (
        "[[test]]\nid = 'hb'\nunits = [{ unit = 'g / dL', factor = 100 }]",
        ", test “hb”: the unit “g / dL” stands twice.",
    ),
    "no such limit": (f"{K}without_limits = ['k.low']", ", test “k”: there is no limit “k.low” to leave out."),
    "another test's code": (
        f"{K}snomed = ['1000661000000107']",
        ", test “na”: the code “1000661000000107” stands twice.",
    ),
    "no such condition": (
        f"{K}{LIMIT}applies = {{ without = ['gut'] }}",
        ", test “k”: the limit “x” names a condition “gut” that is not there.",
    ),
    "no such test": (
        "[[condition]]\nid = 'gout'\ntests = [{ test = 'uric', every_months = 6 }]",
        ", condition “gout”: it asks for a test “uric” that is not there.",
    ),
    "too often": (
        "[[condition]]\nid = 'gout'\ntests = [{ test = 'urate', every_months = 0 }]",
        ", condition “gout”: it asks for “urate” less than a month apart.",
    ),
    "a name in capitals": (
        "[[condition]]\nid = 'gout'\nalso = ['Podagra']",
        ", condition “gout”: “Podagra” is not written small, as names are compared.",
    ),
    "unsigned": (f"{K}status = 'verified'", f", test “k”: {SIGNED}."),
    "no body story": (NEW_TEST.replace("'body'", "'bones'"), ", test “height”: there is no body story “bones”."),
    "a list of the wrong kind": (
        f"{K}limits = [{{ words = 'x' }}]",
        ", test “k”: a list in it does not hold what it should.",
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_content_is_refused_naming_file_and_entry(tmp_path: Path, text: str, said: str) -> None:
    """One sentence that an administrator can act on, and nothing of the file in force."""
    with pytest.raises(ContentWrong) as refused:
        laid(tmp_path, text)

    assert f"The site's content in “ours.toml”{said}" == refused.value.message
    assert "Correct that file; see docs/content.md." == refused.value.hint


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder of that name, and bytes that are no text."""
    (tmp_path / "ours.toml").mkdir()
    with pytest.raises(ContentWrong, match=r"“ours\.toml”: the file cannot be read"):
        site_catalogue(tmp_path)
    (tmp_path / "ours.toml").rmdir()
    (tmp_path / "ours.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(ContentWrong, match=r"“ours\.toml”: the file is not UTF-8 text"):
        site_catalogue(tmp_path)


values = st.recursive(
    st.none().map(lambda _: "''") | st.sampled_from(["1", "-0.5", "true", "nan", "'k'", "'k.act'", "1979-05-27"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: "[" + ", ".join(each) + "]")
        | st.dictionaries(st.sampled_from(["id", "unit", "test", "high", "status"]), inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key} = {value}" for key, value in each.items()) + "}"
        )
    ),
    max_leaves=6,
)
fields = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "also",
            "units",
            "unit",
            "limits",
            "noise",
            "tests",
            "without_limits",
            "snomed",
            "parts",
            "status",
            "group",
        ]
    ),
    values,
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["test", "condition"]), fields)
def test_no_file_makes_anything_but_a_catalogue_or_a_clear_refusal(
    tmp_path: Path, kind: str, entry: dict[str, str]
) -> None:
    """Whatever somebody writes into it."""
    lines = "\n".join(f"{key} = {value}" for key, value in ({"id": "'k'"} | entry).items())
    try:
        site = laid(tmp_path, f"[[{kind}]]\n{lines}")
    except ContentWrong as refused:
        assert refused.message.startswith("The site's content in “ours.toml”")  # noqa: PT017 - either may happen
    else:
        assert len(site.tests) >= len(usual_catalogue().tests)
