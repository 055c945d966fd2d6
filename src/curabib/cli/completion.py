"""`curabib completion`: the script that lets a shell complete commands, options, keys and topics."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from curabib.cli.session import Session

PROGRAM = "curabib"
VARIABLE = "_CURABIB_COMPLETE"

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_obj
def command(session: Session, shell: str) -> None:
    r"""Print a completion script for a shell.

    It completes commands, options, and inside a project citation keys and topics.

    \b
    Examples:
      curabib completion bash > ~/.local/share/bash-completion/completions/curabib
      curabib completion zsh > ~/.zfunc/_curabib
      curabib completion fish > ~/.config/fish/completions/curabib.fish
    """
    session.write(script(shell))


def script(shell: str) -> str:
    """Return the completion script for one of `SHELLS`; it does not run the shell to ask for its version."""
    machinery = get_completion_class(shell)
    if machinery is None:
        raise click.UsageError(f"no completion for `{shell}`")
    return ShellComplete.source(machinery(click.Command(PROGRAM), {}, PROGRAM, VARIABLE)).strip("\n") + "\n"
