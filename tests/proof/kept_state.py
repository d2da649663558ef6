"""What becomes of a transform's `tracing` when the transform is copied, pickled, saved, or sent to another process.

`python tests/proof/kept_state.py FOLDER`, with a folder that contains `monai/`, under a Python that has torch. Prints one
line for each way. It takes one thread only: fixes for several have no reason to change what it prints.
"""

from __future__ import annotations

import copy
import io
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence

sys.path.insert(0, sys.argv[1])  # before the imports, also in a process that was spawned

import torch
from monai.transforms import Compose, Flip, TraceableTransform

CHOICES = (None, False, True)  # None: as it is by default


class Bare(Flip):
    """Does not call the constructor of its base."""

    def __init__(self) -> None:
        self.spatial_axis = 0


class Slotted(Flip):
    """Has a slot beside the `__dict__` of its bases."""

    __slots__ = ("axis",)


class OwnState(Flip):
    """Says itself what is pickled."""

    def __getstate__(self) -> dict[str, object]:
        return dict(self.__dict__)

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


class Quiet(Flip):
    """Has another default than its base."""

    tracing = False


class Tracing(torch.utils.data.Dataset[bool]):
    """The `tracing` of transforms, as the process sees it that reads this."""

    def __init__(self, transforms: Sequence[TraceableTransform]) -> None:
        self.transforms = transforms

    def __len__(self) -> int:
        return len(self.transforms)

    def __getitem__(self, index: int) -> bool:
        return bool(self.transforms[index].tracing)


def made() -> Iterator[tuple[str, TraceableTransform]]:
    """New transforms of several classes, with `tracing` set to each choice; with what they are."""
    for choice in CHOICES:
        transforms = (Flip(0), Compose([Flip(0)]), Bare(), Slotted(), OwnState(), Quiet())
        for transform in transforms:
            if choice is not None:
                transform.tracing = choice
            yield f"{type(transform).__name__}, tracing {choice}", transform


def saved(transform: TraceableTransform) -> TraceableTransform:
    """What `torch.load` gives for what `torch.save` wrote."""
    file = io.BytesIO()
    torch.save(transform, file)
    file.seek(0)
    loaded: TraceableTransform = torch.load(file, weights_only=False)
    return loaded


def pickled(transform: TraceableTransform) -> TraceableTransform:
    """What comes out of a pickle."""
    loaded: TraceableTransform = pickle.loads(pickle.dumps(transform))
    return loaded


WAYS: tuple[Callable[[TraceableTransform], TraceableTransform], ...] = (copy.copy, copy.deepcopy, pickled, saved)


def lines() -> Iterator[str]:
    """What comes of `tracing`, a line for each class, choice and way."""
    for what, transform in made():
        yield f"{what}: {transform.tracing}"
        for way in WAYS:
            other = way(transform)
            yield f"{what}, {way.__name__}: {other.tracing}"
            other.tracing = not other.tracing
            yield f"{what}, {way.__name__}, changed there: {transform.tracing} here, {other.tracing} there"
        with transform.trace_transform(False):
            yield f"{what}, inside `trace_transform(False)`: {transform.tracing}"
            yield f"{what}, copied inside `trace_transform(False)`: {copy.deepcopy(transform).tracing}"
        yield f"{what}, after it: {transform.tracing}"
    for method in ("fork", "spawn"):
        whats, transforms = zip(*made(), strict=True)
        loader = torch.utils.data.DataLoader(Tracing(transforms), None, num_workers=1, multiprocessing_context=method)
        yield from (f"{what}, {method}: {tracing}" for what, tracing in zip(whats, loader, strict=True))


if __name__ == "__main__":
    for line in lines():
        print(line)
