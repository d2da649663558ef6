"""Run both transforms in two threads: `python -m racing` in the folder `examples`."""

from racing.transforms import Flip, RescaleIntensity
from schedule import show

show(RescaleIntensity(), Flip())
