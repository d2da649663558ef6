"""Two files of a package `lesions`: the class in the second has a finding only because of its base in the first."""

BASE = """\
from monai.transforms import Transform


class Windowed(Transform):
    def __call__(self, img):
        self.seen = img
        return self.apply(self.seen)
"""
CHILD = """\
from lesions.base import Windowed


class Smooth(Windowed):
    def apply(self, img):
        self.low = img.min()
        return img - self.low
"""
