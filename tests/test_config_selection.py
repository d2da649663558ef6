"""Which rules are on, and what the command line changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monai_tslint.checks import RULES
from monai_tslint.config import ConfigError, Settings, override
from monai_tslint.config.selectors import mistake
from monai_tslint.findings import Severity
from monai_tslint.similarity import nearest

Configured = Callable[..., Settings]

TABLE_EXAMPLE = 'such as "tests/**" = ["MTS1"]'


def problems(action: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        action()
    return caught.value.problems


def enabled(**values: tuple[str, ...]) -> set[str]:
    """The enabled codes."""
    settings = Settings(
        select=values.get("select", ("MTS",)),
        ignore=values.get("ignore", ()),
        extend_select=values.get("extend_select", ()),
    )
    return {code for code in RULES if settings.enabled(code)}


DEFAULT = {code for code, rule in RULES.items() if rule.severity is not None}


class TestEnabled:
    def test_all_that_are_on_by_default(self) -> None:
        assert enabled() == DEFAULT
        assert "MTS110" not in DEFAULT
        assert len(DEFAULT) > 10

    @pytest.mark.parametrize("selector", ["MTS110", "MTS11", "shared-random-state"])
    def test_rules_that_are_off_need_an_exact_selector(self, selector: str) -> None:
        assert enabled(extend_select=(selector,)) == DEFAULT | {"MTS110"}
        assert enabled(select=(selector,)) == {"MTS110", "MTS900"}

    @pytest.mark.parametrize("selector", ["MTS", "MTS1"])
    def test_a_group_does_not_select_them(self, selector: str) -> None:
        assert "MTS110" not in enabled(select=(selector,), extend_select=(selector,))

    def test_the_most_specific_wins(self) -> None:
        assert enabled(select=("MTS1", "MTS201"), ignore=("MTS10", "MTS2")) == {"MTS201", "MTS900"}
        assert enabled(select=("MTS101",), ignore=("MTS",)) == {"MTS101"}
        assert enabled(select=("MTS",), ignore=("MTS1",), extend_select=("MTS104",)) == {
            c for c in DEFAULT if c[3] != "1"
        } | {"MTS104"}

    def test_ignore_wins_where_both_are_equal(self) -> None:
        assert "MTS101" not in enabled(select=("MTS101",), ignore=("per-call-state-on-self",))
        assert enabled(ignore=("MTS",)) == set()

    def test_unreadable_files_are_reported_unless_ignored(self) -> None:
        assert "MTS900" in enabled(select=("MTS1",))
        assert "MTS900" not in enabled(select=("MTS1",), ignore=("syntax-error",))
        assert "MTS900" not in enabled(ignore=("MTS9",))

    @pytest.mark.parametrize("selector", ["", "M", "MT", "mts101", "E501", "MTS1011"])
    def test_what_is_no_selector(self, selector: str) -> None:
        assert mistake(selector) is not None

    def test_a_suggestion_keeps_its_case(self) -> None:
        assert nearest("mts101", RULES) == "MTS101"
        assert nearest("zzz", RULES) is None


class TestOverride:
    def test_nothing_given_changes_nothing(self) -> None:
        settings = Settings(select=("MTS1",), strict=True, monai="1.3")
        assert override(settings) == settings

    def test_values_replace(self) -> None:
        settings = override(Settings(monai="1.3"), strict=True, monai="1.4", fail_on=Severity.INFO)
        assert (settings.strict, settings.monai, settings.fail_on) == (True, "1.4", Severity.INFO)

    def test_select_replaces_the_selection_and_keeps_what_is_ignored(self) -> None:
        configured = Settings(select=("MTS",), extend_select=("MTS110",), ignore=("MTS108",))
        settings = override(configured, select=["MTS1"])
        assert (settings.select, settings.extend_select, settings.ignore) == (("MTS1",), (), ("MTS108",))

    def test_the_others_add(self) -> None:
        configured = Settings(extend_select=("MTS110",), ignore=("MTS108",))
        settings = override(configured, extend_select=["MTS11"], ignore=["MTS2"])
        assert (settings.extend_select, settings.ignore) == (("MTS110", "MTS11"), ("MTS108", "MTS2"))

    @pytest.mark.parametrize("ignored", ["MTS110", "shared-random-state"])
    @pytest.mark.parametrize("wanted", ["MTS110", "shared-random-state"])
    @pytest.mark.parametrize("option", ["select", "extend_select"])
    def test_what_is_asked_for_by_name_is_not_ignored(self, ignored: str, wanted: str, option: str) -> None:
        configured = Settings(ignore=(ignored, "MTS2"))
        settings = override(configured, select=(wanted,) if option == "select" else (), extend_select=(wanted,))
        assert settings.ignore == ("MTS2",)
        assert settings.enabled("MTS110")

    def test_all_mistakes_are_reported(self) -> None:
        action = lambda: override(Settings(), select=["MTS1", "X"], ignore=["MTS109x"], monai="new")  # noqa: E731
        assert problems(action) == (
            "--select: `X` is no rule; `monai-tslint rules` lists all rules",
            "--ignore: `MTS109x` is no rule; did you mean `MTS109`?",
            '--monai: `new` is no version; write one such as "1.4"',
        )
