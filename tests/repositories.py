"""Git repositories for tests, apart from the user's own configuration of git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class Repository:
    """A new repository in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("config", "user.email", "tester@example.org")
        self.git("config", "user.name", "Tester")

    def git(self, *arguments: str) -> str:
        """What a git command prints."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment = {**own, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-C", str(self.folder), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self, **texts: str) -> str:
        """Write files, by the stems of their names, and commit everything; the name of the commit."""
        for name, text in texts.items():
            (self.folder / f"{name}.py").write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a commit")
        return self.git("rev-parse", "HEAD").strip()
