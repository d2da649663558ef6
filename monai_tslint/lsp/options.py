"""What the editor's settings say, and what the client can do with answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lsprotocol import types
from msgspec import Struct
from pygls.capabilities import get_capability

from monai_tslint.config import ConfigError, Settings, override

SECTION = "monai-tslint"
"""The name of our settings among the editor's."""

_OPEN, _WORKSPACE = "openFilesOnly", "workspace"
KEYS = ("config", "monai", "strict", "select", "ignore", "extendSelect", "diagnosticMode")
"""The names of the settings."""


class Options(Struct, frozen=True):
    """The editor's settings; what they leave out is that of the project's configuration.

    `everywhere` says that findings in files that are not open are wanted as well.
    """

    config: Path | None = None
    monai: str | None = None
    strict: bool | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    everywhere: bool = False

    def applied(self, settings: Settings) -> Settings:
        """The settings of a project with those of the editor. Raises `ConfigError`."""
        return override(
            settings,
            select=self.select,
            ignore=self.ignore,
            extend_select=self.extend_select,
            strict=self.strict,
            monai=self.monai,
        )


def own(settings: object) -> object:
    """Our section of an editor's settings, None if there is none."""
    return settings.get(SECTION) if isinstance(settings, Mapping) else None


def read(value: object, folder: str | None) -> Options:
    """The options in what the client sent, None for nothing; a relative `config` is that of the folder.

    Raises `ConfigError` with every mistake.
    """
    if value is None:
        return Options()
    if not isinstance(value, Mapping):
        raise ConfigError((f"{SECTION}: the settings must be an object",))
    reader = _Reader(value)
    config = reader.text("config")
    mode = reader.text("diagnosticMode")
    if mode not in (None, _OPEN, _WORKSPACE):
        reader.problems.append(f"{SECTION}.diagnosticMode: must be `{_OPEN}` or `{_WORKSPACE}`")
    options = Options(
        config=Path(folder or "", config) if config else None,
        monai=reader.text("monai"),
        strict=reader.flag("strict"),
        select=reader.texts("select"),
        ignore=reader.texts("ignore"),
        extend_select=reader.texts("extendSelect"),
        everywhere=mode == _WORKSPACE,
    )
    try:
        options.applied(Settings())
    except ConfigError as error:
        reader.problems += (f"{SECTION}: {problem}" for problem in error.problems)
    if reader.problems:
        raise ConfigError(tuple(reader.problems))
    return options


class _Reader:
    """Values by their keys. Null is what clients send for a setting that is not made."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.problems = [
            f"{SECTION}.{key}: there is no such setting, only {', '.join(KEYS)}" for key in values if key not in KEYS
        ]

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            self.problems.append(f"{SECTION}.{key}: must be a string")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        value = self._values.get(key)
        if value is not None and not isinstance(value, bool):
            self.problems.append(f"{SECTION}.{key}: must be true or false")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key)
        if value is None:
            return ()
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(v, str) for v in value):
            self.problems.append(f"{SECTION}.{key}: must be a list of strings")
            return ()
        return tuple(value)


class Client(Struct, frozen=True):
    """What the client understands."""

    related: bool = False
    pages: bool = False
    unnecessary: bool = False
    resolves: bool = False
    versioned_edits: bool = False
    markdown: bool = False
    registers_watchers: bool = False
    registers_configuration: bool = False
    answers_configuration: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        """What a client says of itself."""

        def says(name: str) -> bool:
            return bool(get_capability(capabilities, name, False))

        publishing = "text_document.publish_diagnostics"
        tags = get_capability(capabilities, f"{publishing}.tag_support.value_set", ()) or ()
        resolved = get_capability(capabilities, "text_document.code_action.resolve_support.properties", ()) or ()
        formats = get_capability(capabilities, "text_document.hover.content_format", ()) or ()
        return cls(
            related=says(f"{publishing}.related_information"),
            pages=says(f"{publishing}.code_description_support"),
            unnecessary=types.DiagnosticTag.Unnecessary in tags,
            resolves="edit" in resolved and says("text_document.code_action.data_support"),
            versioned_edits=says("workspace.workspace_edit.document_changes"),
            markdown=types.MarkupKind.Markdown in formats,
            registers_watchers=says("workspace.did_change_watched_files.dynamic_registration"),
            registers_configuration=says("workspace.did_change_configuration.dynamic_registration"),
            answers_configuration=says("workspace.configuration"),
        )
