"""Carries what a callee does into its caller: paths, guards, tests and call chains in the caller's terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monai_tslint.effects import state
from monai_tslint.effects.domain import (
    Binding,
    Effect,
    Site,
    Summary,
    about,
    apply,
    leads_out,
    plain_path,
    substitute,
    written,
)
from monai_tslint.facts import NOTHING, AccessPath, Context, Fresh, FunctionFacts, Span, Test, Value, Yield
from monai_tslint.link.symbols import ClassInfo

if TYPE_CHECKING:
    from monai_tslint.effects.body import Body


def lift(
    body: Body,
    callee: Summary,
    binding: Binding,
    span: Span,
    context: Context,
    receiver: Value | None = None,
    entry_of: ClassInfo | None = None,
) -> Value:
    """Take over what a callee does, in this function's terms, and give what it returns.

    `receiver` is the object that the callee is a method of; `entry_of` its class if this calls an entry point of it.
    """
    site = body.site(span)
    same_object = receiver is not None and is_own(receiver) and entry_of is None
    guards, tests = body.surroundings(context) if callee.effects else ((), ())
    for effect in callee.effects:
        for path in _targets(body, effect, binding):
            own = same_object if path[0][0] in "gk" else _is_same(effect, path, binding) and entry_of is None
            if own or effect.role != "leak":
                anchor = effect.anchor if own else site
                body.keep(_lifted(effect, path, binding, site, anchor, guards, tests, entry_of))
    shared = {root: is_own(value) for root, value in binding.items() if leads_out(value)}
    for path, sites in callee.reads.items():
        direct = shared.get(path[0])
        if direct is not None:
            for atom in apply(path, binding):
                if not isinstance(atom, Fresh):
                    body.note_read(atom, *(sites if direct else (site,)))
    for reason in callee.unknown:
        body.unknown.setdefault(reason)
    return substitute(callee.returns, binding)


def _targets(body: Body, effect: Effect, binding: Binding) -> Iterator[AccessPath]:
    if effect.path[0][0] in "gk":
        yield effect.path
        return
    for atom in written(effect, binding):
        if atom[0][0] == "p" and atom[0] not in body.relevant:
            continue
        if atom == effect.path:  # the same object: the callee has looked at it already
            yield atom
            continue
        target = state.module_state(body, atom) if atom[0][0] in "gip" else atom
        if target is not None and not state.is_private(body, atom):
            yield plain_path(target)


def _lifted(
    effect: Effect,
    path: AccessPath,
    binding: Binding,
    site: Site,
    anchor: Site,
    guards: tuple[AccessPath, ...],
    tests: tuple[Test, ...],
    entry_of: ClassInfo | None,
) -> Effect:
    inner = [plain_path(a) for g in effect.guards for a in apply(g, binding) if not isinstance(a, Fresh)]
    known = [
        Test(t.kind, plain_path(a)) for t in effect.tests for a in apply(t.path, binding) if not isinstance(a, Fresh)
    ]
    known += about(path, tests)
    return Effect(
        effect.kind,
        path,
        effect.site,
        anchor,
        substitute(effect.value, binding),
        effect.how,
        (site, *effect.chain),
        tuple(dict.fromkeys((*guards, *inner))),
        tuple(dict.fromkeys(known)),
        effect.toggle,
        effect.role,
        effect.handler,
        effect.composed or entry_of,
    )


def _is_same(effect: Effect, path: AccessPath, binding: Binding) -> bool:
    """Whether an effect of a callee concerns the very object that this function works on."""
    return is_own(binding.get(effect.path[0], NOTHING)) and len(path) == len(plain_path(effect.path))


def is_own(bound: Value) -> bool:
    """Whether a callee's object is the very object that this function works on."""
    return any(
        not isinstance(a, Fresh) and len([s for s in plain_path(a) if s != ".__class__"]) == 1 and a[0][0] in "pn"
        for a in bound.atoms
    )


def held_at_yields(body: Body, facts: FunctionFacts, binding: Binding) -> tuple[AccessPath, ...]:
    """The locks that a generator holds whenever it yields: the `with` block of its caller runs under them."""
    yields = [set(e.context.locks) for e in facts.events if isinstance(e, Yield)] if facts.generator else []
    locks = set.intersection(*yields) if yields else set()
    atoms = {a for lock in locks for a in apply(lock, binding) if not isinstance(a, Fresh)}
    models = body.engine.models
    return tuple(sorted(plain_path(a) for a in atoms if models.is_lock(body.types(a), plain_path(a)[-1])))
