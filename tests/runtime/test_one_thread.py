"""The database thread: order, deadlines, cutting, quitting."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hoc_tui.runtime.one_thread import Closed, DatabaseThread, TookTooLong


class HungServer:
    """Work that waits for an answer which only cutting the connection ends."""

    def __init__(self) -> None:
        self.cut_off = threading.Event()
        self.begun = threading.Event()
        self.cuts = 0

    def ask(self) -> str:
        """Wait as a driver waits on its socket."""
        self.begun.set()
        self.cut_off.wait()
        raise ConnectionResetError

    def cut(self) -> None:
        """Shut the socket."""
        self.cuts += 1
        self.cut_off.set()


@pytest_asyncio.fixture
async def thread() -> AsyncIterator[DatabaseThread]:
    """A database thread that is closed after the test."""
    made = DatabaseThread()
    yield made
    made.close()


async def test_the_answer_comes_back(thread: DatabaseThread) -> None:
    """What the work returns is what the caller gets."""
    assert await thread.call(lambda: 42) == 42


async def test_all_work_is_done_on_one_thread_in_the_order_asked(thread: DatabaseThread) -> None:
    """Ten calls made together are done one after the other on the same thread."""
    done: list[tuple[int, int]] = []

    def work(number: int) -> None:
        done.append((number, threading.get_ident()))

    await asyncio.gather(*(thread.call(lambda number=number: work(number)) for number in range(10)))  # type: ignore[misc]

    assert [number for number, _ in done] == list(range(10))
    assert len({ident for _, ident in done}) == 1
    assert done[0][1] != threading.get_ident()


async def test_the_error_of_the_work_reaches_the_caller(thread: DatabaseThread) -> None:
    """An error in the work is raised where the work was asked for, and the thread goes on."""

    def work() -> None:
        raise LookupError("no such row")

    with pytest.raises(LookupError, match="no such row"):
        await thread.call(work)
    assert await thread.call(lambda: "still here") == "still here"


@pytest.mark.parametrize("error", [StopIteration, SystemExit, KeyboardInterrupt])
async def test_what_a_future_cannot_carry_is_still_an_error(thread: DatabaseThread, error: type[BaseException]) -> None:
    """Work that raises what asyncio refuses to pass on ends neither the thread nor the caller's task."""

    def work() -> None:
        raise error

    with pytest.raises(RuntimeError, match=error.__name__):
        await thread.call(work)
    assert await thread.call(lambda: 1) == 1


async def test_a_hung_call_is_cut_at_its_deadline() -> None:
    """A call that passes its deadline raises, says that it had begun, and has its connection cut."""
    server = HungServer()
    thread = DatabaseThread(server.cut)

    with pytest.raises(TookTooLong) as raised:
        await thread.call(server.ask, deadline=0.02)

    assert raised.value.started
    assert server.cuts == 1
    assert await thread.call(lambda: "next") == "next"
    assert thread.close()


async def test_a_call_that_never_began_is_not_done_and_cuts_nothing() -> None:
    """A call whose deadline passes in the queue will not be done later, and the call before it is left alone."""
    server = HungServer()
    thread = DatabaseThread(server.cut)
    done: list[str] = []
    first = asyncio.create_task(thread.call(server.ask, deadline=60))
    await asyncio.to_thread(server.begun.wait)

    with pytest.raises(TookTooLong) as raised:
        await thread.call(lambda: done.append("second"), deadline=0.02)

    assert not raised.value.started
    assert server.cuts == 0
    server.cut_off.set()
    with pytest.raises(ConnectionResetError):
        await first
    await thread.call(lambda: None)
    assert done == []
    assert thread.close()


async def test_work_whose_caller_was_cancelled_is_still_done(thread: DatabaseThread) -> None:
    """Closing the screen that asked for a save does not undo the save."""
    server = HungServer()
    saved: list[str] = []
    blocking = asyncio.create_task(thread.call(server.ask))
    await asyncio.to_thread(server.begun.wait)
    saving = asyncio.create_task(thread.call(lambda: saved.append("goal")))
    await asyncio.sleep(0)

    saving.cancel()
    server.cut_off.set()
    with pytest.raises(asyncio.CancelledError):
        await saving
    with pytest.raises(ConnectionResetError):
        await blocking

    await thread.call(lambda: None)
    assert saved == ["goal"]


async def test_the_error_of_a_call_that_was_given_up_is_not_reported_again() -> None:
    """After the deadline, the driver's error about its cut connection reaches nobody."""
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: reported.append(context))
    server = HungServer()
    thread = DatabaseThread(server.cut)

    with pytest.raises(TookTooLong):
        await thread.call(server.ask, deadline=0.02)
    await thread.call(lambda: None)

    assert thread.close()
    assert reported == []


async def test_closing_finishes_what_waits() -> None:
    """Work that was asked for before closing is done before the thread ends, and nothing after."""
    thread = DatabaseThread()
    done: list[int] = []
    calls = [asyncio.create_task(thread.call(lambda number=n: done.append(number))) for n in range(3)]  # type: ignore[misc]
    await asyncio.sleep(0)

    assert thread.close()
    await asyncio.gather(*calls)

    assert done == [0, 1, 2]
    with pytest.raises(Closed):
        await thread.call(lambda: None)


async def test_closing_cuts_a_hung_call() -> None:
    """Quitting does not wait for a server that does not answer."""
    server = HungServer()
    thread = DatabaseThread(server.cut)
    hung = asyncio.create_task(thread.call(server.ask))
    behind = asyncio.create_task(thread.call(lambda: "never"))
    await asyncio.to_thread(server.begun.wait)

    assert thread.close(patience=0.05)

    with pytest.raises(ConnectionResetError):
        await hung
    with pytest.raises(Closed):
        await behind


async def test_closing_gives_up_on_work_that_cutting_does_not_end() -> None:
    """Even work that nothing ends leaves quitting free: closing says so and returns."""
    server = HungServer()
    thread = DatabaseThread()
    hung = asyncio.create_task(thread.call(server.ask))
    await asyncio.to_thread(server.begun.wait)

    assert not thread.close(patience=0.02)

    server.cut_off.set()
    with pytest.raises(ConnectionResetError):
        await hung
