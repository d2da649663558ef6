"""Transforms that count, remember and name things."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import numpy as np
from monai.transforms import ThreadUnsafe, Transform


class SavePreview(Transform):
    """Write every image to a numbered file."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self.index = 0

    def __call__(self, img):
        self.index += 1
        np.save(self.folder / f"{self.index:05d}.npy", img)
        return img


class RememberShapes(Transform):
    """Collect the shapes that pass, the last one apart."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, img):
        self.shapes.append(tuple(img.shape))
        self.last_shape = tuple(img.shape)
        return img


class NumberPatches(Transform):
    """Give each patch the next number; all instances count together."""

    total = 0

    def __init__(self, start: int = 0) -> None:
        self.numbers = itertools.count(start)

    def __call__(self, patch):
        type(self).total += 1
        return {"patch": patch, "number": next(self.numbers)}


class RunningMean(Transform):
    """Mean over everything seen so far; the sum is locked, the count is not."""

    def __init__(self) -> None:
        self.sum = 0.0
        self.count = 0
        self._lock = threading.Lock()

    def __call__(self, img):
        with self._lock:
            self.sum += float(img.mean())
            self.count += 1
        return img - self.mean()

    def mean(self):
        """The mean so far."""
        return self.sum / self.count

    def inverse(self, img):
        """Add the mean again, and forget one image."""
        mean = self.mean()
        self.count -= 1
        return img + mean


class ClipToUnit(Transform, ThreadUnsafe):
    """Marked as thread-unsafe, though it holds no state: MONAI copies it for each call in vain."""

    def __call__(self, img):
        return np.clip(img, 0.0, 1.0)


class CountedCrop(Transform, ThreadUnsafe):
    """Marked, hence deep-copied by MONAI's caches; a lock cannot be copied."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.calls = 0
        self._lock = threading.Lock()

    def __call__(self, img):
        with self._lock:
            self.calls += 1
        return img[..., : self.size, : self.size]
