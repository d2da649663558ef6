"""Run both transforms in two threads: `python -m mended` in the folder `examples`."""

from mended.transforms import Flip, RescaleIntensity
from schedule import show

show(RescaleIntensity(), Flip())
