"""MONAI #8056: while one thread inverts with `Invertd`, another thread's `preprocessing(item)` is not recorded.

`python tests/proof/issue_8056.py FOLDER [SCHEDULE…]`, with a folder that contains `monai/`, under a Python that has torch.
Each schedule prints one line:

- `held`: one thread holds `trace_transform(False)` open, as an inverse does, while another preprocesses an item;
- `overlap`: two threads enter `trace_transform(False)`, and leave in the order in which they entered;
- `tries`: one thread preprocesses `--tries` items, another inverts them, and threads switch as often as Python lets them;
- `steps`: one thread is paused at every line of `monai/transforms` in turn while another does its part; not by default.

Exit codes: 0 no thread disturbed another; 1 one did: reproduced; 2 the folder has no MONAI that works in one thread.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import TraceFunction

T = TypeVar("T")
Item = dict[str, object]
PATIENCE = 0.2  # seconds after which a paused thread goes on: the other one may wait for a lock that it holds
SWITCH_INTERVAL = 1e-6
SCHEDULES = ("held", "overlap", "tries", "steps")


class Disturbed(Exception):
    """A thread saw what another one did; the message says what."""


class Pipeline:
    """`preprocessing` and the `Invertd` of the issue, over transforms that nothing has called yet."""

    def __init__(self) -> None:
        from monai.transforms import Compose, Flipd, Invertd, Spacingd

        self._preprocessing = Compose([Flipd("image", spatial_axis=0), Spacingd("image", pixdim=(2, 2, 2))])
        self._invert = Invertd("pred", self._preprocessing, orig_keys="image", nearest_interp=False)
        self._resampler = self._preprocessing.transforms[1].spacing_transform.sp_resample

    def forward(self) -> Item:
        """What a loader's thread does: one preprocessed item."""
        import torch
        from monai.data import MetaTensor

        image = MetaTensor(torch.arange(216.0).reshape(1, 6, 6, 6), affine=torch.eye(4))
        item: Item = self._preprocessing({"image": image})
        return item

    def inverse(self, item: Item) -> list[float]:
        """What the main thread does: the values of the image brought back; raises where an operation was not recorded."""
        values: list[float] = self._invert({**item, "pred": item["image"]})["pred"].flatten().tolist()
        return values

    def untraced(self) -> AbstractContextManager[None]:
        """What an inverse does around its own resampling."""
        manager: AbstractContextManager[None] = self._resampler.trace_transform(False)
        return manager

    def records(self) -> bool:
        """Whether a resampling in this thread is recorded."""
        recorded: bool = self._resampler.tracing
        return recorded


class Schedules:
    """Ways to let two threads use a pipeline; each method raises if one of them sees the other.

    `Disturbed`, or what MONAI raises: the same calls work in one thread, as the constructor finds out.
    """

    def __init__(self, folder: Path, other: ThreadPoolExecutor, tries: int) -> None:
        import monai

        expect(folder.resolve() in Path(monai.__file__).parents, f"`monai` comes from {monai.__file__}")
        self._other = other
        self._tries = tries
        pipeline = Pipeline()
        with pipeline.untraced():
            expect(not pipeline.records(), "`trace_transform(False)` has no effect")
        expect(pipeline.records(), "`trace_transform(False)` lasts")
        self._values = pipeline.inverse(pipeline.forward())

    def held(self) -> None:
        """A: enters; B: preprocesses; A: leaves, and inverts B's item."""
        pipeline = Pipeline()
        with pipeline.untraced():
            item = self._other.submit(pipeline.forward).result()
            expect(not pipeline.records(), "`trace_transform(False)` ended when another thread preprocessed")
        self._expect_inverse(pipeline, item)

    def overlap(self) -> None:
        """A: enters; B: enters; A: leaves; B: leaves. Then both preprocess an item, and A inverts both."""
        pipeline = Pipeline()
        theirs = pipeline.untraced()
        with pipeline.untraced():
            self._other.submit(theirs.__enter__).result()
        self._other.submit(theirs.__exit__, None, None, None).result()
        for item in (pipeline.forward(), self._other.submit(pipeline.forward).result()):
            self._expect_inverse(pipeline, item)

    def tries(self) -> None:
        """B: preprocesses one item after another; A: inverts them as they come. Chance decides where they switch."""
        interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        try:
            failures = self._failures(Pipeline())
        finally:
            sys.setswitchinterval(interval)
        expect(not failures, f"{len(failures)} of {self._tries} tries, {', '.join(sorted(set(failures)))}")

    def steps(self) -> None:
        """B: preprocesses up to a line; A: enters; B: goes on to the end; A: leaves, and inverts B's item. For each line.

        And B: inverts up to a line; A: preprocesses; B: goes on; A: inverts its own item.
        """
        lines = 0
        while any([self._forward_paused_at(lines), self._inverse_paused_at(lines)]):
            lines += 1
        expect(lines > 0, "no line of monai/transforms ran")

    def _failures(self, pipeline: Pipeline) -> list[str]:
        failures = []
        coming = self._other.submit(pipeline.forward)
        for _ in range(self._tries):
            here, coming = coming, self._other.submit(pipeline.forward)
            failures += outcome(partial(self._expect_inverse_of, pipeline, here))
        return failures

    def _forward_paused_at(self, line: int) -> bool:
        pipeline = Pipeline()
        paused = Paused(line)
        coming = self._other.submit(paused.run, pipeline.forward)
        paused.wait()
        with pipeline.untraced():
            paused.go_on()
            item = coming.result()
            expect(not pipeline.records(), f"`trace_transform(False)` lost: {paused.where}")
        self._expect_inverse(pipeline, item)
        return paused.reached

    def _inverse_paused_at(self, line: int) -> bool:
        pipeline = Pipeline()
        first = pipeline.forward()
        paused = Paused(line)
        coming = self._other.submit(paused.run, lambda: self._expect_inverse(pipeline, first))
        paused.wait()
        item = pipeline.forward()
        paused.go_on()
        coming.result()
        self._expect_inverse(pipeline, item)
        return paused.reached

    def _expect_inverse_of(self, pipeline: Pipeline, coming: Future[Item]) -> None:
        self._expect_inverse(pipeline, coming.result())

    def _expect_inverse(self, pipeline: Pipeline, item: Item) -> None:
        expect(pipeline.inverse(item) == self._values, "the inverse has other values than in one thread")


class Paused:
    """Runs a function, and pauses it before a line of `monai/transforms`, counted from 0 as they run."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._stopped = threading.Event()
        self._released = threading.Event()
        self.where = "nowhere"

    @property
    def reached(self) -> bool:
        """Whether there was such a line."""
        return self._line < 0

    def run(self, function: Callable[[], T]) -> T:
        """What the function gives; to be called in the thread that is to pause."""
        sys.settrace(self._trace)
        try:
            return function()
        finally:
            sys.settrace(None)
            self._stopped.set()

    def wait(self) -> None:
        """Return when the thread pauses, or is done without."""
        self._stopped.wait()

    def go_on(self) -> None:
        """Let the thread go on."""
        self._released.set()

    def _trace(self, frame: FrameType, event: str, _argument: object) -> TraceFunction | None:
        if "/monai/transforms/" not in Path(frame.f_code.co_filename).as_posix():
            return None
        if event == "line":
            self._count(frame)
        return self._trace

    def _count(self, frame: FrameType) -> None:
        self._line -= 1
        if self._line == -1:
            self.where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
            self._stopped.set()
            self._released.wait(PATIENCE)


def expect(holds: bool, otherwise: str) -> None:
    """Raise `Disturbed` with a message unless it holds."""
    if not holds:
        raise Disturbed(otherwise)


def outcome(work: Callable[[], None]) -> list[str]:
    """What went wrong, as text, or nothing."""
    try:
        work()
    except Disturbed as error:
        return [str(error)]
    except Exception as error:  # noqa: BLE001 - whatever MONAI raises with two threads: with one it raises nothing
        while error.__cause__ is not None and isinstance(error.__cause__, Exception):
            error = error.__cause__  # Compose wraps what a transform raises
        return [f"{type(error).__name__}: {error}".splitlines()[0]]
    return []


def main() -> int:
    """Read the command line, run the schedules, print a line for each; the exit code."""
    options = command_line()
    sys.path.insert(0, str(options.folder.resolve()))
    with ThreadPoolExecutor(1) as other:
        try:
            schedules = Schedules(options.folder, other, options.tries)
        except Exception as error:  # noqa: BLE001 - whatever it is, it took no second thread
            print(f"{options.folder}: no MONAI that works in one thread: {error}", file=sys.stderr)
            return 2
        code = 0
        for name in options.schedules:
            wrong = outcome(getattr(schedules, name))
            print(f"{name}: {f'reproduced, {wrong[0]}' if wrong else 'no thread disturbed another'}", flush=True)
            code = 1 if wrong else code
    return code


def command_line() -> argparse.Namespace:
    """The options, with the schedules to run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="contains `monai/`")
    parser.add_argument(
        "schedules", nargs="*", metavar="SCHEDULE", help=f"of {', '.join(SCHEDULES)}; else all but the last"
    )
    parser.add_argument("--tries", type=int, default=1000, help="how many items the schedule `tries` takes")
    options = parser.parse_args()
    for name in options.schedules:
        if name not in SCHEDULES:
            parser.error(f"no schedule {name!r}: take some of {', '.join(SCHEDULES)}")
    options.schedules = options.schedules or SCHEDULES[:-1]
    return options


if __name__ == "__main__":
    sys.exit(main())
