"""What the command line changes in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from monai_tslint.config import selectors
from monai_tslint.config.settings import ConfigError, Settings
from monai_tslint.config.values import version_mistake
from monai_tslint.findings import Severity

if TYPE_CHECKING:
    from monai_tslint.checks import Rule


def override(
    settings: Settings,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    strict: bool | None = None,
    monai: str | None = None,
    fail_on: Severity | None = None,
    force_exclude: bool | None = None,
    paths_only: bool | None = None,
    baseline: Path | None = None,
    cache: Path | None = None,
    jobs: int | None = None,
) -> Settings:
    """The settings with the values of command line options; empty ones and None change nothing.

    `select` replaces the configured selection, the others add to it. What is selected here by its code or name is
    no longer ignored by the configuration. Raises `ConfigError` with every mistake.
    """
    _validate(select=select, ignore=ignore, extend_select=extend_select, monai=monai)
    wanted = {rule.code for selector in (*select, *extend_select) for rule in _exactly(selector)}
    still_ignored = tuple(s for s in settings.ignore if not any(r.code in wanted for r in _exactly(s)))
    return replace(
        settings,
        select=tuple(select) or settings.select,
        extend_select=(*(() if select else settings.extend_select), *extend_select),
        ignore=(*still_ignored, *ignore),
        strict=settings.strict if strict is None else strict,
        monai=settings.monai if monai is None else monai,
        fail_on=settings.fail_on if fail_on is None else fail_on,
        force_exclude=settings.force_exclude if force_exclude is None else force_exclude,
        src=() if paths_only else settings.src,
        baseline=settings.baseline if baseline is None else baseline,
        cache=settings.cache if cache is None else cache,
        jobs=settings.jobs if jobs is None else jobs,
    )


def _exactly(selector: str) -> tuple[Rule, ...]:
    """The rule that a code or a name means; nothing for a prefix."""
    return tuple(r for r in selectors.selected(selector) if selector in (r.code, r.name))


def _validate(*, select: Sequence[str], ignore: Sequence[str], extend_select: Sequence[str], monai: str | None) -> None:
    given = (("--select", select), ("--ignore", ignore), ("--extend-select", extend_select))
    problems = [
        f"{option}: {wrong}"
        for option, values in given
        for selector in values
        if (wrong := selectors.mistake(selector)) is not None
    ]
    if monai is not None and (wrong := version_mistake(monai)) is not None:
        problems.append(f"--monai: {wrong}")
    if problems:
        raise ConfigError(tuple(problems))
