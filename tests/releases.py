"""Released wheels as test input: fetched once from the package index, unpacked, and kept in a cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import platformdirs


class Unavailable(Exception):
    """The package index did not deliver a release; the message says what pip said."""


def cache_folder() -> Path:
    """`$MONAI_TSLINT_TEST_CACHE`, or a folder in the user's cache."""
    chosen = os.environ.get("MONAI_TSLINT_TEST_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("monai-tslint-tests")


class Releases:
    """Unpacked releases under one folder, shared safely with other test runs that use it at the same time."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.failures: dict[tuple[str, str], str] = {}

    def folder(self, name: str, version: str) -> Path:
        """The folder that contains the package `name` of that release; Unavailable if it can't be had."""
        target = self.cache / f"{name}-{version}"
        if target.is_dir():
            return target
        if (name, version) in self.failures:
            raise Unavailable(self.failures[name, version])
        self.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.cache, prefix="incoming-") as incoming:
            unpacked = Path(incoming, "unpacked")
            _unpack(self._download(name, version, Path(incoming)), name, unpacked)
            _publish(unpacked, target)
        return target

    def _download(self, name: str, version: str, folder: Path) -> Path:
        options = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--quiet", "--dest", str(folder)]
        command = [sys.executable, "-m", "pip", "download", *options, f"{name}=={version}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = sorted(folder.glob("*.whl"))
        if done.returncode or not wheels:
            self.failures[name, version] = (
                f"{name} {version} is needed as test input, and the package index did not deliver it.\n"
                f"Make `pip download {name}=={version}` work, or put its unpacked wheel into "
                f"{self.cache / f'{name}-{version}'}.\n{done.stderr.strip()[-2000:]}"
            )
            raise Unavailable(self.failures[name, version])
        return wheels[0]


def _unpack(wheel: Path, package: str, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith(f"{package}/")])


def _publish(unpacked: Path, target: Path) -> None:
    """Rename is atomic: others see a whole release or none. Who comes second keeps what is there."""
    try:
        unpacked.rename(target)
    except OSError:
        if not target.is_dir():
            raise
