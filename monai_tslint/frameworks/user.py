"""What a user's configuration adds to the packs."""

from __future__ import annotations

from typing import Protocol

from monai_tslint.frameworks.packs import Marker, Pack, Shared, Types


class UserKnowledge(Protocol):
    """The settings that name classes and methods."""

    @property
    def shared_bases(self) -> tuple[str, ...]:
        """Dotted names of base classes whose subclasses are shared."""

    @property
    def entry_points(self) -> tuple[str, ...]:
        """The methods of these that threads call; `__call__` if none are named."""

    @property
    def markers(self) -> tuple[str, ...]:
        """Dotted names of classes that declare thread-unsafety."""

    @property
    def known_safe_types(self) -> tuple[str, ...]:
        """Dotted names of classes that guard their own state."""


def user_pack(settings: UserKnowledge) -> tuple[Pack, ...]:
    """One pack with what the settings name; none if they name nothing."""
    bases = settings.shared_bases
    shared = (Shared("transform", bases, settings.entry_points or ("__call__",)),) if bases else ()
    markers = (Marker(settings.markers),) if settings.markers else ()
    types = Types(safe=frozenset(settings.known_safe_types))
    if not (shared or markers or settings.known_safe_types):
        return ()
    return (Pack("configured", shared=shared, markers=markers, types=types),)
