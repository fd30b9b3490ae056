"""The palette's list of what the screen under it can do: each command by its word and its help sentence."""

from collections.abc import Callable, Iterable
from typing import Final

from textual.command import DiscoveryHit, Hit, Hits, Provider

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import Palette
from hoc_tui.screens.keymap import keymap_of
from hoc_tui.text import Content, display, join, label

_QUIT: Final = ("Quit", "F10 Ctrl+Q", "Close the program; nothing typed is lost.")


class VerbProvider(Provider):
    """Offers the commands of the screen the palette was opened on."""

    async def search(self, query: str) -> Hits:
        """The commands whose word or help fits what was typed.

        Args:
            query: What was typed.
        """
        matcher = self.matcher(query)
        for command in self._offered():
            words = f"{command.WORD} {command.help()}"
            score = matcher.match(words)
            if score > 0:
                yield Hit(score, self._shown(command), self._posting(command), text=words)
        if (score := matcher.match(f"{_QUIT[0]} {_QUIT[2]}")) > 0:
            yield Hit(score, _entry(*_QUIT), self.app.action_quit, text=_QUIT[0])

    async def discover(self) -> Hits:
        """Every command, in the screen's own order."""
        for command in self._offered():
            yield DiscoveryHit(self._shown(command), self._posting(command), text=command.WORD)
        yield DiscoveryHit(_entry(*_QUIT), self.app.action_quit, text=_QUIT[0])

    def _offered(self) -> Iterable[type[Command]]:
        screen = self.screen
        verbs: Iterable[type[Command]] = getattr(screen, "VERBS", ())
        return [one for one in verbs if one is not Palette and screen.check_action("command", (one.ID,))]

    def _posting(self, command: type[Command]) -> Callable[[], None]:
        screen = self.screen

        def post() -> None:
            screen.post_message(command())

        return post

    def _shown(self, command: type[Command]) -> Content:
        keys = command.bound_to(keymap_of(self.app))
        return _entry(command.WORD, " ".join(map(self.app.get_key_display, keys)), command.help())


def _entry(word: str, keys: str, sentence: str) -> Content:
    """Word, key and help; Content, because a plain prompt would be read as markup."""
    head = label("[b]$word[/b]  $keys", word=word, keys=keys)
    return join([head, display(sentence, "$quiet")], "\n")


def verb_provider() -> type[Provider]:
    """The provider, as Textual wants it: a function that returns the class."""
    return VerbProvider
