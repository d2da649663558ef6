"""Run two calls of one shared transform in an order that threads may always take, and look at what comes out.

Thread A is held where it loads its pixels until thread B has finished. Nothing is left to chance, and the transforms
are not touched: they only meet an image that takes its time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol, TypeVar

from imaging import Image

PATIENCE = 30.0
First = TypeVar("First")
Second = TypeVar("Second")


class Invertible(Protocol):
    """A transform that can be undone."""

    def __call__(self, image: Image) -> Image: ...

    def inverse(self, image: Image) -> Image: ...


@dataclass(frozen=True)
class HeldImage(Image):
    """An image that a slow disk delivers only after `released`."""

    reached: Event = field(default_factory=Event, compare=False)
    released: Event = field(default_factory=Event, compare=False)

    def load(self) -> tuple[float, ...]:
        self.reached.set()
        if not self.released.wait(PATIENCE):
            raise TimeoutError("the other thread never finished")
        return super().load()


def interleave(image: HeldImage, first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Results of `first`, held where it loads `image`, and of `second`, which runs from start to end meanwhile."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        thread_a = pool.submit(first)
        try:
            if not image.reached.wait(PATIENCE):
                raise TimeoutError("thread A never loaded its image")
            outcome = pool.submit(second).result(PATIENCE)
        finally:
            image.released.set()
        return thread_a.result(PATIENCE), outcome


def scaled_beside_another(rescale: Callable[[Image], Image]) -> str:
    """Thread A scales 0..10 to 0..1 while thread B scales an image of 0..1000."""
    dim, bright = HeldImage((0.0, 5.0, 10.0)), Image((0.0, 500.0, 1000.0))
    in_thread_a, _ = interleave(dim, lambda: rescale(dim), lambda: rescale(bright))
    return f"RescaleIntensity: thread A got {list(in_thread_a.stored)}, expected [0.0, 0.5, 1.0]"


def recorded_beside_inverse(flip: Invertible) -> str:
    """Thread A inverts an image while thread B flips another one, which is inverted afterwards."""
    flipped = HeldImage((3.0, 2.0, 1.0), applied=("Flip",))
    _, in_thread_b = interleave(flipped, lambda: flip.inverse(flipped), lambda: flip(Image((1.0, 2.0, 3.0))))
    try:
        restored = flip.inverse(in_thread_b)
    except RuntimeError as error:
        return f"Flip: inverting thread B's image failed: {error}"
    return f"Flip: inverting thread B's image gave {list(restored.stored)}, expected [1.0, 2.0, 3.0]"


def show(rescale: Callable[[Image], Image], flip: Invertible) -> None:
    """Print both outcomes."""
    print(scaled_beside_another(rescale))
    print(recorded_beside_inverse(flip))
