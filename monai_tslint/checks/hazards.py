"""Why threads may not share objects of a class: its effects, as the rules about pipelines ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from monai_tslint.checks.base import Draft, Hazard, Rule
from monai_tslint.checks.writes import Write, text_of
from monai_tslint.facts import AccessKind
from monai_tslint.findings import Location, Note, Severity
from monai_tslint.frameworks import Shared
from monai_tslint.link.project import Project, SharedClass
from monai_tslint.link.symbols import ClassInfo, ClassSymbol

if TYPE_CHECKING:
    from monai_tslint.effects.analysis import Analysis
    from monai_tslint.effects.classes import ClassEffects, HotEffect
    from monai_tslint.effects.construction import FactsOf
    from monai_tslint.effects.domain import Site

JudgeWrite = Callable[[Write], tuple[Rule, Draft] | None]

_CALL = "__call__"
_ONCE = frozenset({"MTS104"})
"""What is created once does no harm in the long run of a pipeline; it is reported where it stands."""


class ClassHazards:
    """Answers from effects, each class analysed when first asked for."""

    def __init__(self, project: Project, analysis: Analysis, facts: FactsOf, judge: JudgeWrite) -> None:
        self._project = project
        self._analysis = analysis
        self._facts = facts
        self._judge = judge

    def _effects(self, info: ClassInfo) -> ClassEffects | None:
        return next(iter(self._analysis.of((self._shared(info),), failed=_ignore)), None)

    def _shared(self, info: ClassInfo) -> SharedClass:
        """The class as a shared class: used as a transform, it is one whatever it inherits."""
        known = self._project.shared(info)
        role = Shared("transform", (info.name,), (_CALL,))
        return known if known is not None else SharedClass(info, self._project.knowledge, (role,), None)

    def of(self, cls: ClassInfo, method: str) -> tuple[Hazard, ...]:
        """Why several threads may not call this method of one object at once; the gravest reasons first."""
        found = self._effects(cls)
        if found is None:
            return ()
        hazards = [
            (s, h) for hot in found.effects if (judged := self._hazard(found, hot, method)) for s, h in (judged,)
        ]
        if not hazards and method == _CALL and found.shared.marker is not None:
            note = Note(Location(cls.file.path, cls.index.line, 1, cls.index.line, 1), "declares it")
            return (Hazard(cls, found.shared.marker.rpartition(".")[2], note, True, declared=True),)
        return tuple(hazard for _, hazard in sorted(hazards, key=lambda pair: -pair[0]))

    def _hazard(self, cls: ClassEffects, hot: HotEffect, method: str) -> tuple[Severity, Hazard] | None:
        effect = hot.effect
        if (hot.entry == _CALL) is not (method == _CALL) or effect.how == "draw":
            return None
        verdict = self._judge(Write(hot.path, effect.anchor, ((cls, hot),), self._facts, lambda: ()))
        if verdict is None or verdict[0].code in _ONCE:
            return None
        rule, draft = verdict
        severity = draft.severity if draft.severity is not None else rule.severity
        if severity is None or severity < Severity.WARNING:
            return None
        needs = self._needs(cls.info, hot)
        if needs is None and effect.composed is not None and self._needs(effect.composed, hot) is not None:
            return None  # whether the class gives its member that argument is not known
        text = text_of(hot.path)
        note = Note(_place(effect.site), f"`{effect.site.function.qualname}` writes `{text}`")
        return severity, Hazard(cls.info, text, note, cls.shared.marker is not None, needs)

    def _needs(self, info: ClassInfo, hot: HotEffect) -> str | None:
        """The constructor argument of a class that is changed in place, and is not there unless it is given."""
        attributes = [step[1:] for step in hot.path[1:] if step[0] == "."]
        member = self._project.lookup(info, "__init__")
        if hot.effect.kind is not AccessKind.MUTATE or member is None or not attributes or not member.functions:
            return None
        optional = {p.name for p in member.functions[-1].parameters if p.default == "None"}
        return attributes[-1] if attributes[-1] in optional else None

    def toggled(self, dotted: str, attribute: str = "") -> Hazard | None:
        """The state that calls of a class, given by its name, switch for a while on the object itself, for all threads."""
        module, _, name = dotted.rpartition(".")
        symbol = self._project.resolve(module, name)
        if not isinstance(symbol, ClassSymbol):
            return None
        known = self._effects(symbol.info)
        for hot in known.effects if known is not None else ():
            last = next((s[1:] for s in reversed(hot.path) if s[0] == "."), "")
            if hot.effect.role == "toggle" and attribute in ("", last):
                site = hot.effect.site
                note = Note(_place(site), f"`{site.function.qualname}` writes `{text_of(hot.path)}`")
                return Hazard(symbol.info, text_of(hot.path), note, False)
        return None


def _place(site: Site) -> Location:
    span = site.span
    return Location(site.path, span.line, span.column, span.end_line, span.end_column)


def _ignore(_: ClassInfo, __: Exception) -> None:
    """An error of ours in a class of the roots is noted where all classes are analysed; here the class stays unknown."""
