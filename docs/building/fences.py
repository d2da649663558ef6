"""Code blocks of rule pages, as Sphinx shows them: with the name of their file, and with what they assume, as a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCE = re.compile(
    r"^(?:`(?P<file>[\w./-]+\.\w+)`:\n\n)?```(?P<language>[\w-]+)(?P<options>[^\n]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LEXERS = {"py": "python", "fixed": "python"}
_MENDED = {"safe": "What --fix makes of it", "unsafe": "What --fix --unsafe-fixes makes of it"}


def captioned(page: str) -> str:
    """The page with Sphinx' own code blocks. Examples may be code that nothing can parse, so lexers do not complain."""
    return _FENCE.sub(
        lambda fence: _block(fence["file"], fence["language"], fence["options"].split(), fence["text"]), page
    )


def _block(file: str | None, language: str, options: Sequence[str], text: str) -> str:
    caption = "; ".join(part for part in (file, *_words(language, options)) if part)
    if language.startswith("{") or not (caption or language in _LEXERS):
        return f"```{language}\n{text}```"
    lexer = _LEXERS.get(language, language)
    lines = [f"```{{code-block}} {lexer}", ":force:", *([f":caption: {caption}"] if caption else []), "", text]
    return "\n".join(lines) + "```"


def _words(language: str, options: Sequence[str]) -> list[str]:
    """What a block assumes, in words."""
    words = []
    if language == "fixed":
        words.append(next((_MENDED[option] for option in options if option in _MENDED), "Mended"))
    for option in options:
        name, _, value = option.partition("=")
        if name == "monai":
            words.append(f"MONAI {value}")
        elif name == "select":
            words.append(f"--extend-select {value}")
        elif name == "strict":
            words.append("--strict")
    return words
