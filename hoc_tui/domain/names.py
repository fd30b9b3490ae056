"""People's names: how they are shown, how they are found, and when two are too alike.

Finding compares folded text: no accents, apostrophes, hyphens, spaces or capitals. A person has one search key for
each place where a search may start; a prefix of any key finds the person, and a prefix is a range of keys, which both
databases answer from an index that orders by code point (COLLATE "C", BINARY).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_LAST = "\U0010ffff"

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "\u0131": "i",
        "ŧ": "t",
        "ŋ": "n",
        "ƶ": "z",
        "ɓ": "b",
        "ɗ": "d",
        "ɖ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "ɛ": "e",
        "ɔ": "o",
        "ə": "e",
    },
)
# Apostrophes that Unicode counts as letters, and the Arabic stroke that only widens a word.
_NOT_LETTERS = re.compile("[\u02b0-\u02ff\u0640]")
# Marks without a combining class that show nothing: joiners of graphemes and selectors of variants.
_SELECTORS = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NOT_KEY_ASCII = re.compile("[^0-9a-z]+")


def fold(text: str) -> str:
    """Reduce a name to the letters and digits that finding compares.

    Args:
        text: A name, part of one, or what was typed to find it.

    Returns:
        Lower-case letters without accents, and digits; vowel signs of Indic scripts stay, since they are letters
        there. Folding again changes nothing. Empty when there is no letter or digit.
    """
    return "".join(name_words(text))


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name: what stands between spaces, hyphens, apostrophes and other punctuation.

    Args:
        text: A name, or what was typed to find one.

    Returns:
        The words in their order: "O'Keefe-Smith" gives "o", "keefe", "smith".
    """
    if text.isascii():
        return tuple(_NOT_KEY_ASCII.sub(" ", text.lower()).split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_PLAIN)
    bare = _SELECTORS.sub("", _NOT_LETTERS.sub(" ", plain))
    return tuple("".join(map(_key_character, bare)).split())


def _key_character(character: str) -> str:
    """The character if keys hold it, nothing for an accent, a space for what parts two words."""
    if character.isalnum():
        return character
    if unicodedata.combining(character):
        return ""
    return character if unicodedata.category(character) in {"Mn", "Mc"} else " "


def name_keys(family: str, given: str = "", preferred: str = "") -> tuple[str, ...]:
    """The search keys of one person: the folded rest of the name from the start of each of its words.

    The name is read family first and given first, and again with the name the person likes to be called. A key that
    another key starts with finds nothing more, so it is left out.

    Args:
        family: The family name.
        given: All given names.
        preferred: What the person likes to be called.

    Returns:
        Distinct keys in code point order, one row each; none for a name without letters.
    """
    families, givens, called = name_words(family), name_words(given), name_words(preferred)
    readings = ((families, givens), (givens, families), (families, called), (called, families))
    rests = sorted({rest for first, second in readings for rest in _rests(first + second)})
    return tuple(key for key, following in pairwise([*rests, ""]) if not following.startswith(key))


def _rests(words: tuple[str, ...]) -> Iterable[str]:
    return ("".join(words[start:]) for start in range(len(words)))


def found_by(keys: Iterable[str], typed: str) -> bool:
    """Whether what was typed finds a person: the rule that every search in a database must agree with.

    Args:
        keys: The person's search keys.
        typed: What was typed, as it is.

    Returns:
        Whether the whole of it starts a key ("vander", "jackson marg"), or each of its words does ("marg jack").
    """
    words = name_words(typed)
    at_hand = tuple(keys)
    return bool(words) and (_starts("".join(words), at_hand) or all(_starts(word, at_hand) for word in words))


def _starts(prefix: str, keys: tuple[str, ...]) -> bool:
    return any(key.startswith(prefix) for key in keys)


def key_range(prefix: str) -> tuple[str, str]:
    """The range of keys that start with a prefix, for an index that orders by code point.

    Args:
        prefix: Folded text; empty stands for every key.

    Returns:
        `(low, high)`: the keys at or above `low` and below `high` are those with the prefix.
    """
    # Folded text never holds U+10FFFF, so that character alone lies above every key.
    stem = prefix.rstrip(_LAST)
    return prefix, (stem[:-1] + _next_character(stem[-1]) if stem else _LAST)


def _next_character(character: str) -> str:
    # Why not simply one more: U+D800 to U+DFFF are halves of pairs, which no database stores.
    return "\ue000" if character == "\ud7ff" else chr(ord(character) + 1)


def similar(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names are so alike that reception must look at a second identifier before opening either.

    True when the family names fold to the same and the given names start with the same letter, are within one edit,
    or one is missing; when both names hold the same words in another order; or when the full names are within one edit
    (a letter more, less, other, or two neighbours swapped).

    Args:
        one: (family name, given names).
        other: (family name, given names) of somebody else.
    """
    family, given, words = _compared(*one)
    other_family, other_given, other_words = _compared(*other)
    if family == other_family and _alike(given, other_given):
        return True
    return words == other_words or _within_one_edit(family + given, other_family + other_given)


# Why a cache: a list of fifty people compares each name with all others at every key typed into Find.
@lru_cache(maxsize=256)
def _compared(family: str, given: str) -> tuple[str, str, list[str]]:
    """The folded names, and their words in an order that does not tell which is which."""
    families, givens = name_words(family), name_words(given)
    return "".join(families), "".join(givens), sorted(families + givens)


def _alike(one: str, other: str) -> bool:
    return not one or not other or one[0] == other[0] or _within_one_edit(one, other)


def _within_one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


def display_name(family: str, given: str = "", title: str = "") -> str:
    """A name as the banner and every list show it: "JACKSON, Margaret (Mrs)".

    Args:
        family: The family name, shown in capitals.
        given: Given names; typed all in capitals or all in small letters they are capitalised, otherwise left.
        title: The title, shown without its full stop.

    Returns:
        The name, never cut; "Not Known" when neither family nor given name is known.

    Source:
        NHS Common User Interface, patient banner and name display (NID-0005, NID-0010, PAB-0019).
    """
    known = ", ".join(part for part in (family.strip().upper(), _capitalised(given.strip())) if part)
    honorific = _capitalised(title.strip().rstrip("."))
    return f"{known or 'Not Known'} ({honorific})" if honorific else known or "Not Known"


def _capitalised(name: str) -> str:
    return name.title() if name.islower() or name.isupper() else name
