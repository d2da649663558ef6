"""What a check remembers changes nothing but the time that the next one takes."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from monai_tslint import config, engine
from monai_tslint.cache import Cache, clear
from monai_tslint.config import Settings
from monai_tslint.effects.summaries import Summaries
from monai_tslint.findings import Report
from test_incremental import EDITS, PROJECT

READ = "monai_tslint.reader.read_function"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the sample project."""
    (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\n")
    for path, text in PROJECT.items():
        _write(tmp_path, path, text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def _settings(cache: Path | None = Path("remembered")) -> Settings:
    return replace(config.load(Path()), cache=cache)


def check(*paths: str, fixes: bool = True, rows: bool = False) -> Report:
    """A check that remembers, of some paths or all."""
    return engine.check([Path(path) for path in paths or (".",)], _settings(), fixes=fixes, rows=rows)


def forgetful(*paths: str, fixes: bool = True) -> Report:
    """A check that does not."""
    report = engine.check([Path(path) for path in paths or (".",)], _settings(None), fixes=fixes)
    return _bare(report)


def _bare(report: Report) -> Report:
    """Without what is not remembered: proposals that have become fixes, and the inventory."""
    return replace(report, findings=tuple(replace(f, proposal=None) for f in report.findings), inventory=())


def assert_same(*paths: str) -> None:
    """What is remembered is what would be found."""
    assert _bare(check(*paths)) == forgetful(*paths)


@pytest.mark.parametrize("name", EDITS)
def test_one_edit(project: Path, name: str) -> None:
    assert check().findings
    path, edit = EDITS[name]
    _write(project, path, edit(PROJECT[path]))
    assert_same()
    assert_same()


@pytest.mark.parametrize("seed", range(3))
def test_one_edit_after_the_other_and_some_files_at_a_time(project: Path, seed: int) -> None:
    random_ = random.Random(seed)
    texts = dict(PROJECT)
    for _ in range(8):
        for path, edit in random_.choices(list(EDITS.values()), k=random_.choice([0, 1, 2])):
            texts[path] = edit(texts[path])
            _write(project, path, texts[path])
        assert_same(*random_.sample([*PROJECT, "."], 2))


def test_files_come_and_go(project: Path) -> None:
    check()
    _write(
        project,
        "lib/more.py",
        "from lib.scale import Scale\nclass More(Scale):\n    def __call__(self, d):\n        self.m = d\n",
    )
    assert_same()
    (project / "lib/core.py").unlink()
    assert_same()


def test_with_and_without_fixes(project: Path) -> None:
    plain = check(fixes=False)
    assert all(finding.fix is None for finding in plain.findings)
    assert any(finding.fix is not None for finding in check().findings)
    assert _bare(check(fixes=False)) == _bare(plain)


def test_fixes_are_worked_out_where_they_are_asked_for(project: Path) -> None:
    check()
    _write(project, "lib/scale.py", "# moved\n" + PROJECT["lib/scale.py"])
    assert any(finding.fix is not None for finding in check("lib/scale.py").findings)
    assert_same("lib/core.py")
    assert_same()


def test_what_is_sought_in_files_matters(project: Path) -> None:
    """A pack that is of no use before a file names its library says what may be a pipeline in all files."""
    _write(
        project,
        "lib/put.py",
        "from lib.plain import Plain\nfrom lib.names import SpecCompose\nSpecCompose([Plain()])\n",
    )
    _write(project, "lib/names.py", "SpecCompose = None\n")
    check()
    _write(project, "lib/names.py", "from audiomentations import SpecCompose\n")
    assert_same()


def test_settings_matter(project: Path) -> None:
    check()
    settings = replace(_settings(), strict=True, shared_bases=("lib.core.Helper",))
    assert _bare(engine.check([Path()], settings)) == _bare(engine.check([Path()], replace(settings, cache=None)))


def test_nothing_is_read_or_analysed_twice(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _bare(check())

    def refused(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(READ, refused)
        patch.setattr(Summaries, "__init__", refused)
        assert _bare(check()) == before
        here = tuple(finding for finding in before.findings if finding.location.path == "lib/scale.py")
        assert check("lib/scale.py").findings == here
    monkeypatch.setattr(READ, refused)
    _write(project, "lib/scale.py", "# moved\n" + PROJECT["lib/scale.py"])
    assert len(check().findings) == len(before.findings)


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The classes on whose objects functions have been followed."""
    names: list[str] = []
    original = Summaries.summary

    def noted(self: Summaries, function: object, cls: object, relevant: object) -> object:
        names.append(str(cls))
        return original(self, function, cls, relevant)  # type: ignore[arg-type]

    monkeypatch.setattr(Summaries, "summary", noted)
    return names


def test_only_what_rests_on_an_edit_is_analysed_again(project: Path, solved: list[str]) -> None:
    check()
    solved.clear()
    _write(project, "lib/other.py", PROJECT["lib/other.py"] + "# more\n")
    check()
    _write(project, "lib/core.py", "# moved\n" + PROJECT["lib/core.py"])
    check()
    assert solved == []
    _write(project, "lib/scale.py", PROJECT["lib/scale.py"].replace("min(data)", "max(data)"))
    check()
    assert {name for name in solved if "Traced" in name} == set()
    assert any("Scale" in name for name in solved)


def test_a_function_that_does_what_it_did_is_not_analysed_again(project: Path, solved: list[str]) -> None:
    check()
    solved.clear()
    text = PROJECT["lib/core.py"]
    text = text.replace("        before = self", "        # kept\n        old = self").replace("= before", "=  old")
    _write(project, "lib/core.py", text.replace("self.last = data", "\n        (self.\n         last) = data"))
    found = check()
    assert solved == []
    assert _bare(found) == forgetful()


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_no_cache_is_replaced(project: Path, content: bytes) -> None:
    check()
    (file,) = (project / "remembered").iterdir()
    file.write_bytes(content)
    assert_same()
    assert_same()


def test_a_changed_entry_is_a_miss(project: Path) -> None:
    check()
    (file,) = (project / "remembered").iterdir()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE entry SET value = replace(value, 'tracing', 'tracked')")
    assert_same()


def test_entries_of_another_version_are_not_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(project / "remembered", "here")
    cache.put("kind", {"name": ("mark", "value")})
    assert cache.entry("kind", "name") == ("mark", "value")
    monkeypatch.setattr("monai_tslint.cache.SCHEMA", -1)
    assert Cache(project / "remembered", "here").entry("kind", "name") is None


def test_it_is_private_to_the_user(project: Path) -> None:
    check()
    (file,) = (project / "remembered").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o666)
    assert Cache(project / "remembered", "elsewhere").entries("outline") == {}
    assert_same()


def test_a_folder_that_cannot_be_made_is_none(project: Path) -> None:
    (project / "remembered").write_text("a file")
    assert_same()


def test_clearing(project: Path) -> None:
    check()
    (project / "remembered/mine.txt").write_text("keep")
    assert clear(project / "remembered") == 1
    assert [file.name for file in (project / "remembered").iterdir()] == ["mine.txt"]
    assert clear(project / "nowhere") == 0


def test_what_nobody_uses_is_forgotten(project: Path) -> None:
    check()
    (file,) = (project / "remembered").iterdir()
    os.utime(file, (0, 0))
    Cache(project / "remembered", "another project")
    assert not file.exists()


def test_what_the_effects_rest_on_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr("monai_tslint.recall.memory._IDLE", 0)
    _write(project, "lib/other.py", PROJECT["lib/other.py"] + "# more\n")
    check("lib/other.py")
    monkeypatch.setattr(READ, lambda *_: pytest.fail("read again"))
    _write(project, "lib/other.py", PROJECT["lib/other.py"])
    (project / "lib" / "new.py").write_text("")
    assert check().findings


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode")
def test_what_is_about_a_file_whose_name_is_no_unicode_is_found_each_time(project: Path) -> None:
    text = PROJECT["lib/scale.py"].replace("class Scale", "class Odd")
    _write(project, os.fsdecode(b"odd\xff.py"), text)
    assert any(finding.cls == os.fsdecode(b"odd\xff.Odd") for finding in check().findings)
    assert_same()
    _write(project, "lib/other.py", PROJECT["lib/other.py"] + "# more\n")
    assert_same()


def test_two_at_a_time(project: Path) -> None:
    command = [sys.executable, "-m", "monai_tslint", "check", "--cache-dir", "remembered", "--output-format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {process.communicate()[0] for process in running}
    assert len(said) == 1
    assert json.loads(said.pop())["findings"]
    assert_same()


def test_the_command_line(project: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "monai_tslint", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    first = run("check", "--no-cache", "--output-format", "json")
    assert not (project / "remembered").exists()
    for _ in range(2):
        done = run("check", "--cache-dir", "remembered", "--output-format", "json")
        assert (done.returncode, done.stdout, done.stderr) == (first.returncode, first.stdout, first.stderr)
    assert run("clean", "--cache-dir", "remembered").stdout == "1 project forgotten in remembered\n"
    assert not (project / "remembered").exists()


def test_a_check_without_news_loads_nothing_that_analyses(project: Path) -> None:
    check()
    script = (
        "import sys\n"
        "from monai_tslint.cli import main\n"
        "sys.argv = ['monai-tslint', 'check', '--cache-dir', 'remembered', '--output-format', 'concise']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'libcst', 'astroid', 'rich', 'asyncio', 'multiprocessing', 'yaml'}\n"
        "own = ('workspace', 'link.project', 'effects.summaries', 'pipelines', 'fixes')\n"
        "heavy |= {f'monai_tslint.{name}' for name in own}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.fixture
def release(monai_release: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a copy of MONAI 1.5.0."""
    subprocess.run(["cp", "-R", str(monai_release("1.5.0") / "monai"), str(tmp_path)], check=True)
    (tmp_path / "pyproject.toml").write_text("[tool.monai-tslint]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.wheels
def test_edits_of_a_release(release: Path) -> None:
    check()
    folder = "monai/transforms"
    for path, old, new in (
        (f"{folder}/intensity/array.py", "        return ", "        self.fresh = 1\n        return "),
        (
            f"{folder}/inverse.py",
            "class TraceableTransform(Transform):",
            "class TraceableTransform(Transform):\n    new = []\n",
        ),
        (f"{folder}/post/dictionary.py", "import ", "# moved\nimport "),
    ):
        text = (release / path).read_text()
        (release / path).write_text(text.replace(old, new, 2))
        assert _bare(check(path)).findings
    assert_same(f"{folder}/utility/dictionary.py")
    assert_same()
