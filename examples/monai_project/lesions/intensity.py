"""Intensity transforms."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
from monai.config import KeysCollection
from monai.transforms import InvertibleTransform, MapTransform, ScaleIntensity, Transform


class SharpenLesions(Transform):
    """Add the difference to a smoothed copy."""

    def __init__(self, amount: float = 0.5) -> None:
        self.amount = amount

    def __call__(self, img):
        self.volume = np.asarray(img, dtype=np.float32)
        return self.volume + self.amount * self._detail()

    def _detail(self):
        return self.volume - np.median(self.volume)


class MatchReference(Transform):
    """Shift the mean to that of a reference; without a reference, the first image becomes it."""

    def __init__(self, reference_mean: float | None = None) -> None:
        self.reference_mean = reference_mean

    def __call__(self, img):
        if self.reference_mean is None:
            self.reference_mean = float(img.mean())
        return img - img.mean() + self.reference_mean


class WindowLevels(Transform):
    """Map intensities through a table that is made when first needed."""

    def __init__(self, levels: int = 4096) -> None:
        self.levels = levels
        self._table = None

    def __call__(self, img):
        if self._table is None:
            self._table = np.linspace(0.0, 1.0, self.levels)
        return self._table[np.clip(img, 0, self.levels - 1).astype(int)]


class ScaleLesionsd(MapTransform):
    """Scale every key to the range that its own metadata asks for."""

    def __init__(self, keys: KeysCollection) -> None:
        super().__init__(keys)
        self.scaler = ScaleIntensity(minv=0.0, maxv=1.0)

    def __call__(self, data):
        d = dict(data)
        for key in self.key_iterator(d):
            self.scaler.maxv = d[f"{key}_meta_dict"]["ceiling"]
            d[key] = self.scaler(d[key])
        return d


class LogIntensity(InvertibleTransform):
    """Logarithm, with an inverse that runs the forward pass of the exponential."""

    def __init__(self, base: float = 10.0) -> None:
        self.base = base
        self.exponential = False

    def __call__(self, img):
        return self.base**img if self.exponential else np.log(img) / np.log(self.base)

    @contextmanager
    def reversed_direction(self):
        """Exponentiate within the block."""
        before = self.exponential
        self.exponential = True
        yield
        self.exponential = before

    def inverse(self, img):
        """Undo the logarithm."""
        with self.reversed_direction():
            return self(img)
