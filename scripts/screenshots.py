"""Draws the screens in docs/screens: the program itself on the made-up practice, one seed, one day, one size each.

Run it after a change that shows: `make screenshots`. PNG beside SVG with `--png FOLDER`, for looking at.
"""

import argparse
import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from hoc_tui.app import HocApp
from hoc_tui.app_frame import Frame
from hoc_tui.cli.demo_post import furnish
from hoc_tui.cli.desk import desk_at
from hoc_tui.cli.run import render_plan
from hoc_tui.data.bulk import fill
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.migrate import upgrade
from hoc_tui.demo.practice import make_practice
from hoc_tui.domain.identifiers import uuid7
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.services.conversation import rewrite
from hoc_tui.services.lists import find
from hoc_tui.services.ports import Desk
from hoc_tui.services.records import open_record
from hoc_tui.services.saving import Spot

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 10, 20, tzinfo=UTC)
"""Mrs Jackson has just arrived."""
SEED, PEOPLE = 1, 60


@dataclass(frozen=True)
class Picture:
    """One screen: its file, who works, the window, and the keys that lead to it from Today."""

    name: str
    account: str
    size: tuple[int, int]
    keys: Sequence[str]
    theme: str = "hoc-light"
    then: Sequence[str] = ()
    """Keys that follow when Dr Osei has changed what Mrs Jackson asked about her tablets; the picture comes last."""


PICTURES = (
    Picture("today", "demo-receptionist", (80, 24), ()),
    Picture("find", "demo-receptionist", (80, 24), ("slash", *"ja")),
    Picture("conversation", "demo-nurse", (120, 40), ("down", "enter")),
    Picture("conversation-80x24", "demo-nurse", (80, 24), ("down", "enter", "2")),
    Picture("conversation-dark", "demo-nurse", (160, 48), ("down", "enter", "3"), "hoc-dark"),
    Picture("goal", "demo-nurse", (120, 40), ("down", "enter", "3", "a")),
    Picture("result", "demo-nurse", (120, 40), ("down", "enter", "2", "enter")),
    Picture("show-to-the-person", "demo-nurse", (100, 30), ("down", "enter", "2", "v")),
    Picture("plan", "demo-nurse", (100, 40), ("down", "enter", "p")),
    Picture("agree", "demo-nurse", (120, 40), ("down", "enter", "f8")),
    Picture("results-to-check", "demo-nurse", (120, 40), ("c",)),
    Picture("results-to-check-80x24", "demo-nurse", (80, 24), ("c",)),
    Picture("unplaced", "demo-nurse", (120, 40), ("u",)),
    Picture("unplaced-whose", "demo-nurse", (80, 24), ("u", "enter")),
    Picture(
        "clash", "demo-nurse", (120, 40), ("down", "enter", "down", "e"), then=("ctrl+u", *"Fewer of them", "ctrl+s")
    ),
)
ASKED, QUICKER = "Do I need all these tablets?", "Which of my tablets can stop?"


def main() -> None:
    """Draw every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--png", type=Path, help="also write PNGs into this folder")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = _practice(Path(folder))
        for picture in PICTURES:
            if not asked.names or picture.name in asked.names:
                svg = asyncio.run(_drawn(picture, desk))
                (asked.out / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
                if asked.png:
                    _write_png(svg, asked.png / f"{picture.name}.png")
                print(picture.name)


def _practice(folder: Path) -> Callable[[str], Desk]:
    """The made-up practice in a file, and the desk of each account in it."""
    url = f"sqlite:///{folder / 'practice.db'}"
    upgrade(url)
    made_up = make_practice(SEED, PEOPLE, NOW.date())
    fill(url, made_up)
    counter = iter(range(1, 1_000_000))
    new_id = lambda: uuid7(int(NOW.timestamp() * 1000), next(counter))  # noqa: E731
    database = OpenDatabase(url, lambda: NOW, new_id)
    desk = lambda account: desk_at(database, account, lambda: NOW, new_id)  # noqa: E731
    furnish(desk, made_up)
    return desk


async def _drawn(picture: Picture, desk: Callable[[str], Desk]) -> str:
    async with _opened(picture, desk(picture.account)) as pilot:
        await _press(pilot, picture.keys)
        if picture.then:
            _change_elsewhere(desk("demo-gp"))
            await _press(pilot, picture.then)
        svg = pilot.app.export_screenshot(title="hoc-tui")
    return re.sub(r"terminal-\d+", f"terminal-{picture.name}", svg)


async def _press(pilot: Pilot[int], keys: Sequence[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await _settle(pilot)


def _change_elsewhere(desk: Desk) -> None:
    """Write something else where Mrs Jackson's words about her tablets stand."""
    [found] = find(desk, "943 476 5919")
    [item] = [one for one in open_record(desk, found.person_id).agenda if one.text == ASKED]
    rewrite(desk, Spot.of(ItemKind.AGENDA, item), {"text": QUICKER})


@asynccontextmanager
async def _opened(picture: Picture, desk: Desk) -> AsyncIterator[Pilot[int]]:
    app = HocApp(lambda: desk, render_plan, Frame(theme=picture.theme))
    async with app.run_test(size=picture.size) as pilot:
        await _settle(pilot)
        yield pilot


async def _settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def _write_png(svg: str, path: Path) -> None:
    import resvg_py

    path.parent.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"@font-face\s*{.*?}", "", svg.replace("Fira Code", "DejaVu Sans Mono"), flags=re.DOTALL)
    path.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=plain, font_dirs=["/usr/share/fonts/truetype/dejavu"])))


if __name__ == "__main__":
    main()
