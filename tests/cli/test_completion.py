"""Completion scripts for three shells."""

import pytest

from tests.cli.conftest import Cli


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(cli: Cli, shell: str) -> None:
    """The script calls the program back with the variable that click listens to."""
    done = cli("completion", shell)
    assert 0 == done.code
    assert f"_HOC_TUI_COMPLETE={shell}_complete" in done.out


def test_the_program_answers_the_script(program: Cli) -> None:
    """What the shell's script asks is answered with the commands that fit, without a database."""
    done = program(_HOC_TUI_COMPLETE="bash_complete", COMP_WORDS="hoc-tui i", COMP_CWORD="1")
    assert ["plain,init", "plain,import"] == done.out.split()


def test_another_shell_is_wrong_usage(cli: Cli) -> None:
    """A shell without a script ends with 2."""
    assert 2 == cli("completion", "csh").code
