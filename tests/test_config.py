"""Settings: which place wins, and what is refused with a sentence."""

from pathlib import Path

import pytest

from hoc_tui.config import Settings, SettingsWrong, read_settings, user_file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The administrator's file, not yet there."""
    return tmp_path / "site.toml"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """The user's file, not yet there."""
    return tmp_path / "user.toml"


def test_nothing_settled_gives_the_defaults(site: Path, user: Path) -> None:
    """Without files and variables every setting has its default, and no database is named."""
    assert Settings() == read_settings({}, site=site, user=user)
    assert "" == Settings().database
    assert 200 == Settings().import_max_mb


def test_the_user_overrides_the_site_and_the_environment_both(site: Path, user: Path) -> None:
    """Later places win key by key; what they do not name stays as an earlier place settled it."""
    site.write_text('database = "sqlite:///site.db"\ntheme = "dark"\nimport_max_mb = 5\n')
    user.write_text('database = "sqlite:///user.db"\ntheme = "light"\n')
    found = read_settings({"HOC_DATABASE": "sqlite:///environment.db"}, site=site, user=user)
    assert ("sqlite:///environment.db", "light", 5) == (found.database, found.theme, found.import_max_mb)


def test_keys_of_both_files_count(site: Path, user: Path) -> None:
    """A user who moves one key keeps the ones that the site has moved; a variable moves none."""
    site.write_text('[keys]\n"find" = "f3"\n"plan.show" = "f5"\n')
    user.write_text('[keys]\n"find" = "f4"\n')
    found = read_settings({"HOC_KEYS": "find=f9"}, site=site, user=user)
    assert {"find": "f4", "plan.show": "f5"} == found.keys


def test_an_empty_variable_is_not_set(site: Path, user: Path) -> None:
    """HOC_DATABASE= names no database instead of hiding the one in the file."""
    site.write_text('database = "sqlite:///site.db"\n')
    assert "sqlite:///site.db" == read_settings({"HOC_DATABASE": ""}, site=site, user=user).database


def test_variables_of_others_are_left_alone(site: Path, user: Path) -> None:
    """HOC_ASCII belongs to the terminal's probe and is no unknown setting."""
    assert Settings() == read_settings({"HOC_ASCII": "1"}, site=site, user=user)


def test_numbers_in_the_environment_are_read(site: Path, user: Path) -> None:
    """HOC_IMPORT_MAX_MB is text, as every variable is, and becomes a number."""
    assert 7 == read_settings({"HOC_IMPORT_MAX_MB": "7"}, site=site, user=user).import_max_mb


def test_an_unknown_key_is_refused_with_its_name_and_file(site: Path, user: Path) -> None:
    """A misspelt key is named, with the file it stands in and the keys there are."""
    user.write_text('databse = "sqlite:///secret.db"\n')
    with pytest.raises(SettingsWrong) as caught:
        read_settings({}, site=site, user=user)
    assert f"{user}: there is no setting “databse”." == caught.value.message
    assert "database, import_max_mb, keys, records, theme" in caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "text", "named"),
    [
        ({"HOC_IMPORT_MAX_MB": "plenty"}, "", "The environment: the value of “HOC_IMPORT_MAX_MB” does not fit."),
        ({"HOC_IMPORT_MAX_MB": "0"}, "", "The environment: the value of “HOC_IMPORT_MAX_MB” does not fit."),
        ({}, "database = 5\n", "the value of “database” does not fit."),
        ({}, "[database]\nurl = 'x'\n", "the value of “database” does not fit."),
        ({}, "theme = 'dark'\ndatabase = sqlite:///x\n", "is not valid TOML (line 2, column 12)."),
    ],
)
def test_what_does_not_fit_is_refused_without_the_value(
    site: Path, user: Path, environment: dict[str, str], text: str, named: str
) -> None:
    """The sentence names the place and the key, and never the value, which may be a password."""
    user.write_text(text)
    with pytest.raises(SettingsWrong) as caught:
        read_settings(environment, site=site, user=user)
    assert named in caught.value.message
    assert "plenty" not in str(caught.value)


def test_a_file_that_is_no_text_is_refused(site: Path, user: Path) -> None:
    """Bytes that are not UTF-8 get a sentence, not a traceback."""
    user.write_bytes(b'theme = "\xff"\n')
    with pytest.raises(SettingsWrong, match="is not UTF-8 text"):
        read_settings({}, site=site, user=user)


def test_a_file_that_cannot_be_read_is_refused(site: Path, tmp_path: Path) -> None:
    """A folder in the file's place is said to be unreadable instead of passed over."""
    with pytest.raises(SettingsWrong, match="cannot be read"):
        read_settings({}, site=site, user=tmp_path)


def test_the_users_file_is_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CONFIG_HOME moves the user's file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert tmp_path / "hoc-tui" / "config.toml" == user_file()
