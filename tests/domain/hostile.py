"""Text that nobody types in good faith, for every rule that must survive it."""

from hypothesis import strategies as st

STEERING = (
    "\x1b[2J",
    "\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "\x00",
    "\x7f",
    "\r\n",
    "\r",
    "\t",
    "\v",
    "\x1d",
    "\u0085",
    "\u2028",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u061c",
    "\ufeff",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\u200c",
    "\U000e0041",
    "\U000e0101",
    "\ufff9",
    "\ud800",
    "\udc00",
    "\uffff",
    "\u0301",
    "\u0315",
    "[/b]",
    "[@click=app.quit]",
    "{{",
    "葛",
    "क्",
    "👩",
)
"""Terminal sequences, marks of direction, halves of characters, and letters that depend on invisible ones."""

any_text = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text(st.characters(categories=("Cc", "Cf", "Cs", "Mn", "Zs", "Zl", "Zp", "Co")), max_size=6),
        st.sampled_from(STEERING),
    ),
    max_size=12,
).map("".join)
"""Any text at all, hostile more often than not."""

entry_like = st.lists(
    st.sampled_from(
        [
            *"0123456789/.-:,<>=%'\" ",
            "12",
            "52",
            "Dec",
            "may",
            "tue",
            "next",
            "week",
            "end of",
            "st",
            "lb",
            "ft",
            "kg",
            "mmol",
            "in",
            "a",
            "ago",
            "of",
            "10",
            "1951",
            "99",
            "29",
            "00",
            "y",
            "m",
            "−",
            "’",
            "²",
            "٣",
            "\x00",
        ],
    ),
    max_size=8,
).map("".join)
"""Text made of the parts that readers look for, in no order."""
