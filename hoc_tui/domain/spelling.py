"""Whether two units are written alike: the one thing that tells units apart, wherever they come from."""

import re

_SPELLED_ALIKE = str.maketrans(
    {"\N{MICRO SIGN}": "u", "\N{GREEK SMALL LETTER MU}": "u", "^": "*", "×": "x", " ": None, "[": None, "]": None},
)
_LETTERS = re.compile("[A-Za-z]+")
# Where a capital is a power of ten: "G/L" is thousands of millions a litre, "MU/L" millions of units.
_CAPITAL_COUNTS = re.compile("G|M|M(?:U|IU|u|iu|g|mol)|P(?:g|mol)")


def same_unit(one: str, other: str) -> bool:
    """Whether two units are written alike, but for case where it says nothing, spaces, brackets and micro signs.

    Args:
        one: A unit as sent or typed.
        other: Another.

    Returns:
        False when in doubt: "g/L" and "G/L" are a thousand million apart.
    """
    return one == other or _plain_unit(one) == _plain_unit(other)


def _plain_unit(unit: str) -> str:
    plain = _LETTERS.sub(_plain_letters, unit.translate(_SPELLED_ALIKE))
    return plain.removeprefix("x") if plain.startswith("x10*") else plain


def _plain_letters(found: re.Match[str]) -> str:
    letters = found.group()
    return letters if _CAPITAL_COUNTS.fullmatch(letters) else letters.casefold()
