"""Small wordings that several panes share."""

FEW_WORDS = 34
"""Letters of a text's beginning that a pane without the focus shows."""


def first_words(text: str, most: int = FEW_WORDS) -> str:
    """The first whole words of somebody's text, with an ellipsis when there are more.

    Args:
        text: Somebody's words; never a value, a unit or a name, which are not cut.
        most: The most letters, 8 and up.

    Returns:
        Whole words; a first word that is longer than `most` stays whole.
    """
    words = text.split()
    taken: list[str] = []
    for word in words:
        if taken and len(" ".join([*taken, word])) > most:
            return " ".join(taken) + " …"
        taken.append(word)
    return " ".join(taken)
