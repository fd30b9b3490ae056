"""`hoc-tui completion`: the script that lets a shell complete our commands and options."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash:  hoc-tui completion bash > ~/.local/share/bash-completion/completions/hoc-tui
    zsh:   hoc-tui completion zsh > ~/.zfunc/_hoc-tui   (with ~/.zfunc in fpath)
    fish:  hoc-tui completion fish > ~/.config/fish/completions/hoc-tui.fish
    """  # noqa: D301  click's own mark for lines that are not wrapped, and it must be read as written here
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    root = context.find_root()
    click.echo(script(root.command, {}, "hoc-tui", "_HOC_TUI_COMPLETE").source())
