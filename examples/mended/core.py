"""The base of all transforms; its switch belongs to the thread that turns it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from imaging import Image


class Transform:
    """Built once, then called by every loader thread; records itself on the images that pass."""

    def __init__(self) -> None:
        self._switch = threading.local()

    @property
    def tracing(self) -> bool:
        """Whether calls of this thread are recorded."""
        return getattr(self._switch, "tracing", True)

    @tracing.setter
    def tracing(self, to_trace: bool) -> None:
        self._switch.tracing = to_trace

    @contextmanager
    def trace_transform(self, to_trace: bool) -> Iterator[None]:
        """Record, or do not record, within the block."""
        before = self.tracing
        self.tracing = to_trace
        try:
            yield
        finally:
            self.tracing = before

    def record(self, image: Image) -> Image:
        """The image with this transform on its list, if recording is on."""
        return image.recorded(type(self).__name__) if self.tracing else image

    def forget(self, image: Image) -> Image:
        """The image without this transform on its list; RuntimeError if it is not the last one there."""
        name = type(self).__name__
        if image.applied[-1:] != (name,):
            raise RuntimeError(f"{name} is not the most recently applied transform")
        return image.unrecorded()
