"""A project with findings adopts the tool, works on, and hears of nothing but new defects."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from command_line import InProject, Run

FILE = "accepted.toml"
CLASSES = 34
OLD = """\
class Smooth{0}(Transform):
    def __init__(self):
        self.count = 0
        self.sizes = []

    def __call__(self, img):
        self.img_t = img
        self.count += 1
        self.sizes.append(len(img))
        return self.apply()

    def apply(self):
        return self.img_t * len(self.sizes)


"""
"""Three findings."""


def edited(text: str, chance: random.Random) -> str:
    """The text of a module after one more edit that has nothing to do with its findings."""
    blocks = text.split("\n\n\n")
    place = chance.randrange(1, len(blocks))
    match chance.randrange(5):
        case 0:
            blocks.insert(place, f"def helper_{chance.randrange(10**6)}(img):\n    return img + 1")
        case 1:
            blocks[place] = f"# A remark\n# on two lines, {chance.random()}.\n{blocks[place]}"
        case 2:
            blocks[place] = blocks[place].replace(":\n", f':\n    """Words {chance.random()}."""\n\n', 1)
        case 3:
            blocks[0] = f"import os.path as path{chance.randrange(10**6)}\n{blocks[0]}"
        case _:
            blocks[place] = blocks[place].rstrip("\n") + "\n\n    def unrelated(self, img):\n        return img"
    return "\n\n\n".join(blocks)


class TestAdoption(InProject):
    @pytest.fixture
    def old(self, run: Run, tmp_path: Path) -> Run:
        """The project has 102 findings, and no others."""
        for file in (tmp_path / "src").iterdir():
            file.unlink()
        for part in range(4):
            classes = "".join(OLD.format(number) for number in range(part, CLASSES, 4))
            (tmp_path / f"src/part{part}.py").write_text(f"from acme import Transform\n\n\n{classes}")
        return run

    def work_on(self, folder: Path) -> Path:
        """Fifty edits later, a file has moved; where it is now."""
        chance = random.Random(8056)
        for _ in range(50):
            file = folder / f"part{chance.randrange(4)}.py"
            file.write_text(edited(file.read_text(), chance))
        (folder / "deep").mkdir()
        (folder / "deep/__init__.py").touch()
        return (folder / "part1.py").rename(folder / "deep/moved.py")

    def hears_of_nothing_but_new_defects(self, run: Run, moved: Path, *options: str) -> None:
        silent = run("check", *options)
        assert (silent.exit_code, silent.stderr) == (0, "")
        assert silent.stdout.endswith("; 102 suppressed.\n")
        mistakes = "        self.last = img\n        self.count += self.last\n"
        count = next(line for line in moved.read_text().splitlines(keepends=True) if "self.count += 1" in line)
        moved.write_text(moved.read_text().replace(count, f"{count}{mistakes}", 1))
        done = run("check", "--output-format", "concise", *options)
        assert done.exit_code == 1
        assert [line.split()[1:3] for line in done.stdout.splitlines()] == [
            ["MTS101", "`self.last`"],
            ["MTS103", "two"],
        ]

    def test_by_a_baseline(self, old: Run, tmp_path: Path) -> None:
        assert old("check", "--write-baseline", FILE).stderr.startswith("monai-tslint: wrote 102 findings")
        self.hears_of_nothing_but_new_defects(old, self.work_on(tmp_path / "src"), "--baseline", FILE)

    def test_by_comments_with_a_reason(self, old: Run, tmp_path: Path) -> None:
        done = old("check", "--add-noqa", "--reason", "one object for each thread")
        assert done.stderr == "monai-tslint: suppressed 102 findings by comments in 4 files\n"
        texts = [file.read_text() for file in (tmp_path / "src").iterdir()]
        assert sum(text.count("] one object for each thread\n") for text in texts) == 102
        self.hears_of_nothing_but_new_defects(old, self.work_on(tmp_path / "src"))
