"""What bundle configurations make; each comment `#!` is a finding, and there are no others."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from monai_tslint import bundles, catalogues
from monai_tslint.bundles.tree import Group, Leaf, leaves
from monai_tslint.frameworks import load_builtin
from monai_tslint.workspace import External, Workspace

Files = dict[str, str]

PRE = """\
pre:
  _target_: Compose
  transforms:
  - {_target_: LoadImaged, keys: image}
  - {_target_: Spacingd, keys: image, pixdim: [1, 1, 1]}
"""
LOADER = """\
dataset: {_target_: Dataset, data: [], transform: '@pre'}
loader:
  _target_: ThreadDataLoader
  dataset: '@dataset'
"""
INVERT = """\
post:
  _target_: Compose
  transforms:
  - _target_: Invertd  #! error MTS401
    keys: pred
    transform: '@pre'
"""
SILENT = INVERT.replace("  #! error MTS401", "")

CASES: dict[str, Files] = {
    "the pair": {"a.yaml": PRE + LOADER + INVERT},
    "an invert before its loader": {"a.yaml": INVERT + LOADER + PRE},
    "processes": {"a.yaml": PRE + LOADER + "  num_workers: 2\n" + SILENT},
    "a number that refers to an item": {"a.yaml": "n: 4\n" + PRE + LOADER + "  num_workers: '@n'\n" + SILENT},
    "a deep copy": {
        "a.yaml": "imports: [$import copy]\n"
        + PRE
        + LOADER
        + SILENT.replace("Invertd", "Invertd  #! info MTS401").replace("'@pre'", "$copy.deepcopy(@pre)")
    },
    "a macro is a copy of the text": {"a.yaml": PRE + LOADER + SILENT.replace("@pre", "%pre")},
    "a macro of a whole pipeline": {
        "a.yaml": PRE
        + LOADER.replace("@pre", "%#other")
        + SILENT.replace("@pre", "@dataset#transform")
        + "other: '@pre'\n"
        + INVERT.replace("post:", "more:").replace("@pre", "@dataset::transform").replace("  #! error MTS401", "")
    },
    "elements by position": {
        "a.yaml": PRE + LOADER.replace("@pre", "@pre#transforms#1") + INVERT.replace("@pre", "@pre::transforms::1")
    },
    "an expression over lists": {
        "a.yaml": "parts:\n- {_target_: Spacingd, keys: image}\npre: {_target_: Compose, transforms: '$@parts + []'}\n"
        + LOADER
        + INVERT
    },
    "calls in expressions": {
        "a.yaml": PRE
        + "loader: '$monai.data.ThreadDataLoader(monai.data.Dataset([], @pre))'\n"
        + "post: '$monai.transforms.Invertd(\"pred\", @pre)'  #! error MTS401\n"
    },
    "a relative reference": {
        "a.yaml": "a:\n  b:\n"
        + re.sub("^", "    ", (PRE + LOADER + INVERT).rstrip(), flags=re.MULTILINE)
        .replace("'@pre'", "'@##pre'", 1)
        .replace("@dataset", "@##dataset")
        .replace("transform: '@pre'", "transform: '@####pre'")
    },
    "a disabled loader": {"a.yaml": PRE + LOADER + "  _disabled_: true\n" + SILENT},
    "a disabled invert": {"a.yaml": PRE + LOADER + SILENT + "    _disabled_: 'True'\n"},
    "a loader that another item disables": {
        "a.yaml": "gone: true\n" + PRE + LOADER + "  _disabled_: '@gone'\n" + SILENT
    },
    "a loader that another item does not disable": {
        "a.yaml": "gone: false\n" + PRE + LOADER + "  _disabled_: '@gone'\n" + INVERT
    },
    "perhaps disabled": {"a.yaml": PRE + LOADER + "  _disabled_: $not monai.utils.unknown()\n" + INVERT},
    "a callable and its call": {
        "a.yaml": PRE + LOADER + "  _mode_: callable\n  batch_size: 1\nmade: $@loader()\n" + INVERT
    },
    "a callable that nobody calls": {"a.yaml": PRE + LOADER + "  _mode_: callable\n" + SILENT},
    "required": {
        "a.yaml": PRE + "post:\n  _target_: Invertd  #! error MTS401\n  transform: '@pre'\n"
        "  _requires_:\n  - {_target_: ThreadDataLoader, dataset: {_target_: Dataset, transform: '@pre'}}\n"
    },
    "dotted names": {
        "a.yaml": PRE
        + LOADER.replace(": Dataset", ": monai.data.Dataset").replace("ThreadD", "monai.data.ThreadD")
        + INVERT.replace("Invertd", "monai.transforms.Invertd")
    },
    "aliases of classes": {
        "a.yaml": PRE.replace("Spacingd", "SpacingDict") + LOADER + INVERT.replace("Invertd", "InvertD")
    },
    "names of nobody": {"a.yaml": PRE + LOADER + SILENT.replace("Invertd", "Invertible")},
    "items that need each other": {"a.yaml": "pre: {_target_: Compose, transforms: ['@post']}\n" + LOADER + SILENT},
    "what a later file replaces": {"train.yaml": PRE + LOADER + INVERT, "more.yaml": "'loader#num_workers': 4\n"},
    "a file over another": {"train.yaml": PRE + LOADER, "evaluate.yaml": INVERT},
    "a file that adds": {
        "train.yaml": PRE + LOADER + "post: {_target_: Compose, transforms: []}\n",
        "evaluate.yaml": "'+post':\n  transforms:\n  - _target_: Invertd  #! error MTS401\n    transform: '@pre'\n",
    },
    "a file over one of two": {
        "train.yaml": PRE + LOADER,
        "infer.yaml": PRE + LOADER.replace("Thread", ""),
        "evaluate.yaml": SILENT,
    },
    "a macro of another file": {
        "parts.yaml": PRE + "loader: {_target_: ThreadDataLoader, dataset: {_target_: Dataset, transform: '@pre'}}\n",
        "a.yaml": PRE + "loader: '%configs/parts.yaml#loader'\n" + INVERT,
    },
    "a transform of the bundle's own": {
        "a.yaml": "smooth: {_target_: scripts.parts.Smooth}\n"
        "dataset: {_target_: Dataset, transform: '@smooth'}\n"
        "loader:\n  _target_: ThreadDataLoader  #! error MTS402\n  dataset: '@dataset'\n"
        "  num_workers: 2\n  use_thread_workers: true\n",
        "../scripts/parts.py": "from monai.transforms import Transform\n"
        "class Smooth(Transform):\n"
        "    def __call__(self, img):\n        self.img = img\n        return self.use()\n"
        "    def use(self):\n        return self.img + 1\n",
    },
}


@cache
def _monai() -> External:
    known = catalogues.load("monai", "1.4")
    return External(known.files, known.facts)


def found(files: Files) -> set[str]:
    """Findings about pipelines: file, line, severity, rule."""
    workspace = Workspace(load_builtin(), [_monai()])
    for name, text in files.items():
        if name.endswith(".py"):
            workspace.update(name.removeprefix("../"), name.removeprefix("../").removesuffix(".py"), False, text)
        else:
            workspace.add_configuration(f"configs/{name}", text)
    all_findings = workspace.findings(())
    assert workspace.failures == []
    return {f"{f.location.path}:{f.location.line} {f.severity.label} {f.rule}" for f in all_findings}


@pytest.mark.parametrize("name", CASES)
def test_findings(name: str) -> None:
    expected = {
        f"configs/{file}:{number} {mark}"
        for file, text in CASES[name].items()
        for number, line in enumerate(text.split("\n"), 1)
        for mark in re.findall(r"#! (\w+ MTS\d+)", line)
    }
    assert found(CASES[name]) == expected


@pytest.mark.parametrize("name", [n for n, files in CASES.items() if all("$import" not in t for t in files.values())])
def test_json_says_the_same(name: str) -> None:
    import yaml

    def as_json(file: str, text: str) -> str:
        return text if file.endswith(".py") else json.dumps(yaml.safe_load(text), indent=1)

    files = {file.replace(".yaml", ".json"): as_json(file, text) for file, text in CASES[name].items()}
    files = {file: text.replace(".yaml#", ".json#") for file, text in files.items()}
    rules = sorted(line.split(" ", 1)[1] for line in found(files))
    assert rules == sorted(line.split(" ", 1)[1] for line in found(CASES[name]))


def test_places_in_json() -> None:
    text = '{"é": "ü", "post": [\n  {"_target_": "Invertd"}, -1.5e3, null,\ttrue]}\n'
    configuration = bundles.read("a.json", text)
    assert configuration is not None
    spans = [
        (leaf.value, leaf.span.line, leaf.span.column, leaf.span.end_column) for leaf in leaves(configuration.root)
    ]
    assert spans == [
        ("ü", 1, 7, 10),
        ("Invertd", 2, 16, 25),
        (-1500.0, 2, 28, 34),
        (None, 2, 36, 40),
        (True, 2, 42, 46),
    ]


def test_places_in_yaml() -> None:
    configuration = bundles.read("a.yaml", "é: ü\npost:\n- _target_: 'Invertd'\n- <<: {b: 1}\n  c: [~]\n")
    assert configuration is not None
    spans = [
        (leaf.value, leaf.span.line, leaf.span.column, leaf.span.end_column) for leaf in leaves(configuration.root)
    ]
    assert spans == [("ü", 1, 4, 5), ("Invertd", 3, 13, 22), (1, 4, 11, 12), (None, 5, 7, 8)]


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("Invertd # why", (1, 4, 1, 11)),
        ("&x Invertd", (1, 7, 1, 14)),
        ("!!str &x  'Invertd'", (1, 14, 1, 23)),
        ("&x\n  Invertd", (2, 3, 2, 10)),
        ('"\\u0049nvertd"', (1, 4, 1, 18)),
        ('"Inver\\\n  td"', (1, 4, 2, 6)),
        ("|-\n  Invertd\nb: 1", (1, 4, 3, 1)),
        (">-\n\n  Invertd", (1, 4, 3, 10)),
    ],
)
def test_places_of_values_in_yaml(value: str, span: tuple[int, int, int, int]) -> None:
    configuration = bundles.read("a.yaml", f"a: {value}")
    assert configuration is not None
    leaf = next(iter(leaves(configuration.root)))
    assert (leaf.text.strip(), (leaf.span.line, leaf.span.column, leaf.span.end_line, leaf.span.end_column)) == (
        "Invertd",
        span,
    )


def test_places_in_flow_style_and_behind_breaks_that_only_yaml_knows() -> None:
    configuration = bundles.read("a.yaml", "{\"a\": {b: ['\u2028', \U0001f600, c],\n d: &x [1], e: *x}}")
    assert configuration is not None
    assert [(leaf.span.line, leaf.span.column) for leaf in leaves(configuration.root)] == [
        *((1, column) for column in (12, 17, 20)),
        *((2, 9), (2, 9)),
    ]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.json", '{\n"a": }', 2),
        ("a.json", '{"a": 1,\n}', 2),
        ("a.json", '{"a"\n1}', 2),
        ("a.json", "{}\n{}", 2),
        ("a.json", '{"a": [1\n', 2),
        ("a.json", "[" * 100_000, 1),
        ("a.yaml", "a: 1\nb: [", 2),
        ("a.yaml", "a: 1\nb: !unknown 1\n", 2),
        ("a.yaml", "a: \x00", 1),
        ("a.yaml", "[" * 5_000, 1),
        ("a.yaml", "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)), 1),
    ],
)  # fmt: skip
def test_what_is_broken_says_where(name: str, text: str, line: int) -> None:
    with pytest.raises(bundles.Unreadable) as error:
        bundles.read(name, text)
    assert error.value.line == line


@pytest.mark.parametrize("text", ["[]", "1", '"_target_"'])
def test_no_mapping_is_no_configuration(text: str) -> None:
    assert bundles.read("a.json", text) is bundles.read("a.yaml", text) is None


def test_a_long_chain_of_references_ends() -> None:
    items = {f"a{i}": f"@a{i + 1}" for i in range(3000)}
    assert found({"a.json": json.dumps(items), "b.yaml": PRE + LOADER + SILENT}) == {"configs/b.yaml:13 error MTS401"}


def test_later_values_of_a_key_count() -> None:
    configuration = bundles.read("a.json", '{"a": 1, "a": 2}')
    assert configuration is not None
    assert isinstance(configuration.root, Group)
    node = configuration.root.get("a")
    assert isinstance(node, Leaf)
    assert node.value == 2
