"""Catalogues: what is shipped is what the released wheels say."""

import json
import lzma
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from monai_tslint import catalogues
from monai_tslint.catalogue_builder import build
from monai_tslint.codec import decode_facts, decode_index, encode_facts, encode_index
from monai_tslint.facts import FunctionFacts
from monai_tslint.frameworks import load_builtin
from monai_tslint.index import index_source
from monai_tslint.reader import read_function

MINORS = ("0.9", "1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6")


def test_there_is_a_catalogue_for_every_minor_release() -> None:
    assert catalogues.available("monai") == MINORS


@pytest.mark.parametrize("minor", MINORS)
def test_a_catalogue_knows_the_transforms_of_its_release(minor: str) -> None:
    catalogue = catalogues.load("monai", minor)
    assert catalogue.release.startswith(f"{minor}.")
    classes = {f"{f.module}.{name}": (f, index) for f in catalogue.files for name, index in f.classes.items()}
    file, index = classes["monai.transforms.inverse.TraceableTransform"]
    (trace,) = index.methods["trace_transform"]
    facts = catalogue.facts((file.path, trace.line))
    assert facts is not None
    assert facts.generator
    assert any(event.span.line > trace.def_line for event in facts.events)


def test_all_catalogues_together_leave_the_wheel_small() -> None:
    folder = files("monai_tslint.catalogues")
    assert sum(len(entry.read_bytes()) for entry in folder.iterdir() if entry.name.endswith(".xz")) < 4_000_000


def test_an_unknown_version_is_no_catalogue() -> None:
    with pytest.raises(FileNotFoundError):
        catalogues.load("monai", "99.0")


def test_the_shipped_catalogue_is_what_the_builder_makes(tmp_path: Path) -> None:
    """Rebuilt from the wheel, so that a change of the reader cannot leave stale facts behind."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(tmp_path), "monai==1.4.0"]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    name, minor, packed = build(wheel)
    assert (name, minor) == ("monai", "1.4")
    shipped = (files("monai_tslint.catalogues") / "monai-1.4.json.xz").read_bytes()
    assert json.loads(lzma.decompress(packed)) == json.loads(lzma.decompress(shipped))


SOURCE = '''
import threading
from monai.transforms import Transform

class Window(Transform):
    """A class with most kinds of fact."""
    registry: dict[str, int] = {}

    def __init__(self, level: float = 40.0, *steps, width=None, **options):
        self.lock, self.level = threading.Lock(), level
        self.table = {"ct": self._ct, "mr": lambda image: image}
        self.width = width if width is not None else 80.0

    async def _ct(self, image):
        with self.lock:
            for key, part in enumerate(image.parts):
                self.registry[key] = part or self.table.get("ct", [1, (2, *image)])
        try:
            yield self.level
        finally:
            del self.level

    def __call__(self, image):
        def inner(part):
            part.done = True
        if self.width is None and isinstance(image, Window):
            self.width = image.width + 1
        inner(self.table)
        return self._ct(image)

pipeline = Compose([Window()])
'''


def test_facts_and_outlines_survive_the_codec() -> None:
    index = index_source("window.py", "window", False, SOURCE, "digest", ("Compose",))
    assert index.pipelines
    assert decode_index(encode_index(index)) == index
    lines = SOURCE.split("\n")
    for functions in index.classes["Window"].methods.values():
        for function in functions:
            facts = read_function(lines, function)
            assert facts.events
            assert decode_facts(encode_facts(facts)) == facts


def test_facts_with_a_problem_survive_the_codec() -> None:
    facts = FunctionFacts((), problem="it is nested too deeply")
    assert decode_facts(encode_facts(facts)) == facts


def test_every_builtin_pack_with_a_catalogue_says_where_its_version_is() -> None:
    for pack in load_builtin():
        if catalogues.available(pack.name):
            assert pack.distribution
            assert pack.version_file
