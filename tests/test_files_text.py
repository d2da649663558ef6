"""How the text of files is read and which modules they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monai_tslint.config import Settings
from monai_tslint.files import Source, discover, lines_of_file
from monai_tslint.findings import Location, Problem

Write = Callable[..., None]

REFUSED = "has an encoding comment that Python refuses"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Makes files in the working directory: names, or names with bytes."""
    monkeypatch.chdir(tmp_path)

    def made(*names: str, **contents: bytes) -> None:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(contents.get("data", b"x = 1\n"))

    return made


def found(*paths: str, **settings: object) -> list[str]:
    """The paths of the sources, without problems."""
    sources, problems = discover([Path(p) for p in paths or (".",)], Settings(**settings))  # type: ignore[arg-type]
    assert problems == ()
    return [source.path for source in sources]


def source_of(name: str) -> Source:
    (source,), problems = discover([Path(name)], Settings())
    assert problems == ()
    return source


def problem_of(name: str) -> Problem:
    sources, (problem,) = discover([Path(name)], Settings())
    assert sources == ()
    return problem


class TestText:
    @pytest.mark.parametrize(
        ("data", "text"),
        [
            (b"", ""),
            (b"x = 1", "x = 1"),
            (b"a\r\nb\rc\n", "a\nb\nc\n"),
            (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
            ("é = 'ü'\n".encode(), "é = 'ü'\n"),
            (b"# -*- coding: latin-1 -*-\ns = '\xe9'\n", "# -*- coding: latin-1 -*-\ns = 'é'\n"),
            (b"#!python\n# vim: fileencoding=cp1252 :\n'\x80'\n", "#!python\n# vim: fileencoding=cp1252 :\n'€'\n"),
            (b"a\x0cb\n", "a\x0cb\n"),
        ],
    )  # fmt: skip
    def test_is_decoded_as_python_does(self, data: bytes, text: str, write: Write) -> None:
        write("a.py", data=data)
        assert source_of("a.py").text == text

    @pytest.mark.parametrize(
        ("data", "line", "message"),
        [
            (b"a\nb\nc\0d\n", 3, "contains a NUL byte; is it a binary file?"),
            (b"a\nb = '\xff'\n", 2, "is not encoded in utf-8: unexpected byte 0xff"),
            (b"\n" * 2000 + b"\xe9", 2001, "is not encoded in utf-8: unexpected byte 0xe9"),
            (b"# coding: klingon\n", 1, f"{REFUSED}: unknown encoding: klingon"),
            (b"# coding: rot13\n", 1, "is encoded in rot13, which is no encoding of text"),
            (b"# coding: ascii\n\n'\xe9'\n", 3, "is not encoded in ascii: unexpected byte 0xe9"),
            (b"\xef\xbb\xbf# coding: latin-1\n", 1, f"{REFUSED}: encoding problem: utf-8"),
        ],
    )  # fmt: skip
    def test_what_is_no_text_is_a_problem(self, data: bytes, line: int, message: str, write: Write) -> None:
        write("a.py", data=data)
        assert problem_of("a.py") == Problem("a.py", line, message)

    def test_equal_bytes_have_equal_digests(self, write: Write) -> None:
        write("a.py", "b.py", data=b"x\r\n")
        write("c.py", data=b"x\n")
        digests = [source_of(name).digest for name in ("a.py", "b.py", "c.py")]
        assert digests[0] == digests[1] != digests[2]

    def test_a_problem_hides_no_other_file(self, write: Write) -> None:
        write("a.py", "c.py")
        write("b.py", data=b"\0")
        sources, problems = discover([Path()], Settings())
        assert ([s.path for s in sources], [p.path for p in problems]) == (["a.py", "c.py"], ["b.py"])


class TestModules:
    @pytest.mark.parametrize(
        ("path", "module", "is_package"),
        [
            ("src/pkg/sub/mod.py", "pkg.sub.mod", False),
            ("src/pkg/sub/__init__.py", "pkg.sub", True),
            ("src/pkg/__init__.py", "pkg", True),
            ("src/script.py", "script", False),
            ("src/pkg/plain/mod.py", "mod", False),
            ("src/pkg/plain/inner/mod.py", "inner.mod", False),
        ],
    )
    def test_names_start_at_the_outermost_package(self, path: str, module: str, is_package: bool, write: Write) -> None:
        write("src/pkg/__init__.py", "src/pkg/sub/__init__.py", "src/pkg/plain/inner/__init__.py", path)
        source = source_of(path)
        assert (source.module, source.is_package) == (module, is_package)

    def test_a_new_package_is_seen_in_the_next_run(self, write: Write) -> None:
        write("pkg/mod.py")
        assert source_of("pkg/mod.py").module == "mod"
        write("pkg/__init__.py")
        assert source_of("pkg/mod.py").module == "pkg.mod"


class TestTexts:
    def test_takes_the_place_of_a_file(self, write: Write) -> None:
        write("pkg/__init__.py", "pkg/a.py", "pkg/b.py")
        sources, problems = discover([Path("pkg")], Settings(), _given("pkg/a.py", "new = 2\r\n"))
        assert problems == ()
        assert [(s.path, s.module, s.text) for s in sources] == [
            ("pkg/__init__.py", "pkg", "x = 1\n"),
            ("pkg/a.py", "pkg.a", "new = 2\n"),
            ("pkg/b.py", "pkg.b", "x = 1\n"),
        ]

    def test_needs_no_file(self, write: Write) -> None:
        write("pkg/__init__.py")
        (source,), _ = discover([], Settings(), _given("pkg/new.py", "x = 1\n"))
        assert (source.path, source.module) == ("pkg/new.py", "pkg.new")

    @pytest.mark.usefixtures("write")
    def test_may_begin_with_a_mark(self) -> None:
        (source,), _ = discover([], Settings(), _given("a.py", "\ufeffx = 1\n"))
        assert source.text == "x = 1\n"

    @pytest.mark.usefixtures("write")
    def test_may_be_no_text(self) -> None:
        undecoded = b"a\n\xff\n".decode("utf-8", "surrogateescape")
        assert discover([], Settings(), _given("a.py", undecoded))[1] == (
            Problem("a.py", 2, "is not encoded in utf-8: unexpected byte 0xff"),
        )
        assert discover([], Settings(), _given("a.py", "a\0b"))[1][0].message.startswith("contains a NUL byte")

    @pytest.mark.usefixtures("write")
    def test_may_have_another_encoding(self) -> None:
        undecoded = b"# coding: latin-1\n'\xe9'\n".decode("utf-8", "surrogateescape")
        assert discover([], Settings(), _given("a.py", undecoded))[0][0].text.endswith("'é'\n")


def _given(path: str, text: str) -> dict[str, str]:
    return {str(Path(path).absolute()): text}


def _whole(path: str) -> Location:
    return Location(path, 1, 1, 1, 1)


class TestLines:
    def test_of_a_file(self, write: Write) -> None:
        write("a.py", data=b"one\r\ntwo\x0cthree\n")
        assert lines_of_file(_whole("a.py")) == ("one", "two\x0cthree", "")

    def test_of_stdin(self, write: Write) -> None:
        write("a.py")
        assert lines_of_file(_whole("a.py"), "a.py", "new\n") == ("new", "")
        assert lines_of_file(_whole("<stdin>"), None, "new\n") == ("new", "")

    @pytest.mark.usefixtures("write")
    def test_of_what_cannot_be_read(self) -> None:
        assert lines_of_file(_whole("gone.py")) == ()
