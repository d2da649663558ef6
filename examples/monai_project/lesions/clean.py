"""The same needs without shared state."""

from __future__ import annotations

import threading
from copy import deepcopy

import numpy as np
from monai.config import KeysCollection
from monai.transforms import MapTransform, RandomizableTransform, ScaleIntensity, Transform


class SharpenLesionsSafely(Transform):
    """What a call needs is a local variable."""

    def __init__(self, amount: float = 0.5) -> None:
        self.amount = amount

    def __call__(self, img):
        volume = np.asarray(img, dtype=np.float32)
        return volume + self.amount * self._detail(volume)

    @staticmethod
    def _detail(volume):
        return volume - np.median(volume)


class MatchGivenReference(Transform):
    """The configuration stays what the constructor was given."""

    def __init__(self, reference_mean: float | None = None) -> None:
        self.reference_mean = reference_mean

    def __call__(self, img):
        target = float(img.mean()) if self.reference_mean is None else self.reference_mean
        return img - img.mean() + target


class ScaleLesionsSafelyd(MapTransform):
    """A borrowed transform is copied before it is changed."""

    def __init__(self, keys: KeysCollection) -> None:
        super().__init__(keys)
        self.scaler = ScaleIntensity(minv=0.0, maxv=1.0)

    def __call__(self, data):
        d = dict(data)
        for key in self.key_iterator(d):
            scaler = deepcopy(self.scaler)
            scaler.maxv = d[f"{key}_meta_dict"]["ceiling"]
            d[key] = scaler(d[key])
        return d


class LockedMean(Transform):
    """Whatever is shared on purpose is read and written under its lock."""

    def __init__(self) -> None:
        self.sum = 0.0
        self.count = 0
        self._lock = threading.Lock()

    def __call__(self, img):
        with self._lock:
            self.sum += float(img.mean())
            self.count += 1
            mean = self.sum / self.count
        return img - mean


class RandShiftLesions(RandomizableTransform):
    """Random transforms keep their draw on self: MONAI marks them all, and copies them where threads call them."""

    def __init__(self, prob: float = 0.1, offset: float = 0.2) -> None:
        RandomizableTransform.__init__(self, prob)
        self.offset = offset
        self.shift = 0.0

    def randomize(self, data=None):
        """Draw the shift of one call."""
        super().randomize(None)
        self.shift = self.R.uniform(-self.offset, self.offset)

    def __call__(self, img):
        self.randomize()
        return img + self.shift if self._do_transform else img
