"""What was measured: OBX-5 by its type, its unit and its range; nothing converted, nothing made up."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from hoc_tui.domain.dates import NotADate
from hoc_tui.domain.results import Quantity, ReferenceRange
from hoc_tui.domain.vocabulary import Comparator
from hoc_tui.interop.hl7v2.dates import time_of
from hoc_tui.interop.hl7v2.encoding import Encoding
from hoc_tui.interop.hl7v2.terms import answer_words, words_of

ATTACHED = frozenset({"ED", "RP"})
"""A file inside the message, or a pointer to one."""
WRITTEN = frozenset({"ST", "TX", "FT", ""})
"""Types of written results, of which several lines may be one."""

_SIGNS = {"<": Comparator.LESS, "<=": Comparator.AT_MOST, ">": Comparator.MORE, ">=": Comparator.AT_LEAST}
_SIGNS |= {"≤": Comparator.AT_MOST, "≥": Comparator.AT_LEAST}
_DIGITS = r"(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})"
_NUMBER = re.compile(rf"(<=|>=|<|>|≤|≥)?\s*([+-]?{_DIGITS})")
_BOTH_ENDS = re.compile(rf"(-?{_DIGITS})\s*(?:-|–|to)\s*(-?{_DIGITS})")
_TEN = re.compile(r"[x×*]?\s?10")
_POWER = re.compile(r"-?[0-9]{1,2}\s?/.+")

Answer = tuple[Quantity | None, str]
"""A number, or the words that stand in its place."""


@lru_cache(1024)
def unit_of(raw: str, encoding: Encoding) -> str:
    """The unit as sent: its code, or its words when it has none.

    Many senders write "10^9/L" without its escape, where it reads as a code "10" with the words "9/L"; it is put
    together again.
    """
    parts = [encoding.line(part) for part in encoding.parts(raw)]
    if len(parts) > 1 and _TEN.fullmatch(parts[0]) and _POWER.fullmatch(parts[1]):
        return f"{parts[0]}^{parts[1]}"
    return parts[0] or words_of(raw, encoding)


@lru_cache(4096)
def ranges_of(raw: str, unit: str, encoding: Encoding) -> tuple[ReferenceRange, ...]:
    """The reference ranges as sent: with limits when it is one of two numbers, or of one with a sign; else as words.

    A range with a sign keeps its words too, because a limit includes itself and "<5" does not.
    """
    sent = [encoding.line(one) for one in encoding.repeats(raw)]
    if len(sent) == 1 and (limits := _limits(sent[0], unit)):
        return (limits,)
    return tuple(ReferenceRange(text=one) for one in sent if one)


def _limits(sent: str, unit: str) -> ReferenceRange | None:
    bare = sent.removesuffix(unit).rstrip() if unit else sent
    if ends := _BOTH_ENDS.fullmatch(bare):
        upside_down = Decimal(ends[1]) > Decimal(ends[2])
        return None if upside_down else ReferenceRange(low=ends[1], high=ends[2], unit=unit)
    one = _NUMBER.fullmatch(bare)
    if not one or not one[1]:
        return None
    if one[1] in {"<", "<=", "≤"}:
        return ReferenceRange(high=one[2], unit=unit, text=sent)
    return ReferenceRange(low=one[2], unit=unit, text=sent)


def applicable(ranges: tuple[ReferenceRange, ...], quantity: Quantity | None) -> tuple[ReferenceRange, ...]:
    """The ranges as they can be held against this value.

    Of "<5" a value of exactly 5 is outside, which limits cannot say: there the words alone are kept, so that nobody
    is told the opposite.
    """
    if quantity is None or not ranges or not ranges[0].text or not ranges[0].text.startswith(("<", ">")):
        return ranges
    limit = ranges[0].high or ranges[0].low
    includes_itself = ranges[0].text.startswith(("<=", ">="))
    if limit is None or includes_itself or Decimal(limit) != quantity.number:
        return ranges
    return (ReferenceRange(text=ranges[0].text),)


def answer_of(kind: str, raw: str, unit: str, encoding: Encoding, *, ranged: bool) -> Answer:
    """A value.

    Args:
        kind: OBX-2.
        raw: OBX-5.
        unit: The unit as sent.
        encoding: How the message is written.
        ranged: Whether a range of numbers came with it.

    Returns:
        A number where one was sent as one; of a written value only when a unit or a range shows that it is measured.

    Raises:
        TextTooLong: It is longer than 20,000 characters.
    """
    if kind == "NM":
        return _number(raw, unit, encoding)
    if kind == "SN":
        return _structured(raw, unit, encoding)
    if words := _WORDS.get(kind):
        return None, "; ".join(filter(None, (words(one, encoding) for one in encoding.repeats(raw))))
    return _written(raw, unit, encoding, measured=bool(unit) or ranged)


def _number(raw: str, unit: str, encoding: Encoding) -> Answer:
    sent = encoding.line(raw)
    if found := _NUMBER.fullmatch(sent):
        return Quantity(text=found[2], comparator=_SIGNS.get(found[1]), unit=unit), ""
    several = encoding.repeats(raw)
    return None, _with_unit("; ".join(map(encoding.line, several)) if len(several) > 1 else sent, unit)


def _structured(raw: str, unit: str, encoding: Encoding) -> Answer:
    """A structured number: comparator, number, separator, number."""
    parts = [encoding.line(part) for part in encoding.parts(raw)]
    if len(parts) == 1 or encoding.repetition in raw:
        return _number(raw, unit, encoding)
    sign, first, between, second, *_ = [*parts, "", "", ""]
    shown = "" if sign == "=" else sign
    if not (between or second) and (found := _NUMBER.fullmatch(f"{shown}{first}")):
        return Quantity(text=found[2], comparator=_SIGNS.get(found[1]), unit=unit), ""
    return None, _with_unit(f"{shown}{first}{between}{second}", unit)


def _written(raw: str, unit: str, encoding: Encoding, *, measured: bool) -> Answer:
    """A written value, which many senders use for numbers; separators in it that were not escaped are its own."""
    words = encoding.words(raw)
    if measured and not words.startswith("+") and (found := _NUMBER.fullmatch(words.strip())):
        return Quantity(text=found[2], comparator=_SIGNS.get(found[1]), unit=unit), ""
    several = raw.split(encoding.repetition)
    # Why not with an empty one: "~5" is "about 5" of a sender who did not escape it.
    if len(several) > 1 and all(several):
        words = "\n".join(map(encoding.words, several))
    return None, _with_unit(words, unit)


def _with_unit(text: str, unit: str) -> str:
    """Words with a figure in them mean nothing without their unit: "5-10 /hpf"."""
    needs = unit and "\n" not in text and unit not in text and any(character.isdigit() for character in text)
    return f"{text} {unit}" if needs else text


def _when(raw: str, encoding: Encoding) -> str:
    sent = encoding.part(raw, 1)
    try:
        moment = time_of(sent)
    except NotADate:
        return sent
    return str(moment or "")


def _from_to(raw: str, encoding: Encoding) -> str:
    return " to ".join(filter(None, (_when(part, encoding) for part in encoding.parts(raw)[:2])))


def _joined(raw: str, encoding: Encoding) -> str:
    parts = (encoding.line(part.replace(encoding.sub, " ")) for part in encoding.parts(raw))
    return " ".join(filter(None, parts))


_COMPOSITES = ("AD", "CK", "CN", "CP", "CQ", "CX", "EI", "HD", "MO", "PL", "PN", "TN")
_WORDS: dict[str, Callable[[str, Encoding], str]] = {
    "CE": answer_words,
    "CF": answer_words,
    "CNE": answer_words,
    "CWE": answer_words,
    "DT": _when,
    "TS": _when,
    "DTM": _when,
    "DR": _from_to,
    **dict.fromkeys((*_COMPOSITES, "XAD", "XCN", "XON", "XPN", "XTN"), _joined),
}
"""Types that are words, with what makes them; a type that is not here is read as written text."""
