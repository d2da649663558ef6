"""What the editor shows at findings, and at rules in comments."""

from __future__ import annotations

from pathlib import Path

from command_line import CONFIG, RACING
from editors import editing

SUPPRESSED = RACING.replace("self.img_t = img", "self.img_t = img  # noqa: MTS101, E501")
TITLE = "# per-call-state-on-self (MTS101)"


async def test_shows_the_page_of_the_rule(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.py", RACING)
        page = await editor.hover(uri, 5, 10)
        assert page is not None
        assert page.startswith("**Help:** ")
        assert TITLE in page
        assert "## Reported" in page
        assert await editor.hover(uri, 0, 0) is None
        editor.change(uri, text=SUPPRESSED)
        named = await editor.hover(uri, 5, SUPPRESSED.split("\n")[5].index("MTS101") + 1)
        assert named is not None
        assert named.startswith(TITLE)
        assert await editor.hover(uri, 5, SUPPRESSED.split("\n")[5].index("E501") + 1) is None
        assert await editor.hover(uri, 5, 10) is None
