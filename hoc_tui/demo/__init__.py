"""The made-up practice: a seeded generator of people who do not exist."""
