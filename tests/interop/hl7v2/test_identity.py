from itertools import permutations

from tests.interop.hl7v2.made import MSH, OBR, PID, POTASSIUM, message, report, result, whole

SODIUM = "OBX|2|NM|2951-2^Sodium^LN||140|mmol/L|||||F"


def test_an_identity_is_the_order_s_and_the_test_s() -> None:
    """The filler's number with the test ordered, then the test and its sub-id; nothing of the message's own."""
    expected = "F1^ACME|UE^L|2823-3^http://loinc.org|2"
    first = result(POTASSIUM.replace("RC||", "RC|2|"))
    other_message = MSH.replace("|M1|", "|M2|").replace("20260305", "20260401")
    assert expected == first.source_id == result(POTASSIUM.replace("RC||", "RC|2|"), head=other_message).source_id


def test_preliminary_final_corrected_and_deleted_are_one_result() -> None:
    """So that each takes the place of the one before; a position in the message is no identity."""
    sent = [
        POTASSIUM.replace("|4.4|", f"|{value}|")[:-1] + status for value, status in zip("4567", "PFCD", strict=True)
    ]
    again = [one.replace("OBX|1|", f"OBX|{at}|") for at, one in enumerate(sent, 3)]
    assert 1 == len({result(one).source_id for one in (*sent, *again)})
    assert 4 == len({result(one).status for one in sent})


def test_the_order_of_the_results_changes_no_identity() -> None:
    """Also not when others come between, or one is left out."""
    three = (POTASSIUM, SODIUM, "OBX|3|NM|X^X^L|1|1|g/L|||||F")
    expected = {one.name: one.source_id for one in report(*three).results}
    for shuffled in permutations(three):
        assert expected == {one.name: one.source_id for one in report(*shuffled).results}
    assert expected["Sodium"] == result(SODIUM).source_id


def test_of_equals_the_second_is_told_apart() -> None:
    """Two readings of one test under one order and sub-id; the same word for word is one."""
    found = report(POTASSIUM, SODIUM, POTASSIUM.replace("4.4", "4.6"), POTASSIUM.replace("OBX|1|", "OBX|9|"))
    assert ["", "", "~2"] == [
        one.source_id.partition("RC")[2] or one.source_id[-2:] * one.source_id.endswith("~2") for one in found.results
    ]
    assert ({"duplicate: OBX": 1}, 5) == (found.ignored, found.resources)


def test_one_person_in_two_groups_is_one_person() -> None:
    """Some senders repeat the person before each order; two people's results have nothing to do with each other."""
    again = whole(message(MSH, PID, OBR, POTASSIUM, PID, OBR, POTASSIUM.replace("4.4", "4.6"), PID, OBR, POTASSIUM))
    ids = [[one.source_id for one in each.results] for each in again.reports]
    assert ids[1] == [f"{ids[0][0]}~2"]
    assert ([], {"duplicate: OBX": 1}) == (ids[2], again.reports[2].ignored)
    other = whole(message(MSH, PID, OBR, POTASSIUM, PID.replace("L123", "L9"), OBR, POTASSIUM))
    assert other.reports[0].results == other.reports[1].results


def test_two_tests_ordered_on_one_sample_do_not_replace_each_other() -> None:
    """A glucose of one and of two hours has one sample number and one code."""
    glucose = "OBX|1|NM|14749-6^Glucose^LN||{}|mmol/L|||||F"
    found = report(
        glucose.format("4.9"),
        "OBR|2||F1^ACME|G2^Glucose 2 hours^L",
        glucose.format("9.1"),
        obr="OBR|1||F1^ACME|G0^Glucose fasting^L",
    )
    assert ["F1^ACME|G0^L|14749-6^http://loinc.org|", "F1^ACME|G2^L|14749-6^http://loinc.org|"] == [
        one.source_id for one in found.results
    ]


def test_without_the_filler_s_number_others_stand_in() -> None:
    """The number of ORC-3, the placer's, or the time with the test ordered."""
    value = "OBX|1|NM|T^T^L||1|g/L|||||F"
    for segments, expected in (
        (("ORC|RE|P1|F7", "OBR|1|P9||UE^U^L|||20260304"), "F7|UE^L|T^L|"),
        (("ORC|RE|P1|", "OBR|1|P9^GP||UE^U^L|||20260304"), "P9^GP|UE^L|T^L|"),
        (("ORC|RE|P1|", "OBR|1|||UE^U^L|||20260304"), "P1|UE^L|T^L|"),
        (("OBR|1|||UE^U^L|||20260304",), "@20260304|UE^L|T^L|"),
    ):
        (found,) = whole(message(MSH, PID, *segments, value)).reports[0].results
        assert expected == found.source_id
    assert "@20260305|UE^L|T^L|" == result(f"{value}|||20260305", obr="OBR|1|||UE^U^L").source_id


def test_a_result_that_nothing_tells_from_another_is_set_aside() -> None:
    """Otherwise the next one of its test would take its place as if it were a correction."""
    (puzzle,) = report("OBX|1|NM|T^T^L||1|g/L|||||F", obr="OBR|1|||UE^U^L").puzzles
    assert puzzle.reason.startswith("It has neither the number of an order nor a time")
    (puzzle,) = report("NTE|1||Not done", obr="OBR|1|||UE^U^L").puzzles
    assert puzzle.reason.startswith("An order came with a note and no value")
