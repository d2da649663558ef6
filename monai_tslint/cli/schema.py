"""`monai-tslint schema`."""

from __future__ import annotations

import click

from monai_tslint.cli import output
from monai_tslint.cli.choices import Choice

NAMES = ("configuration", "pyproject", "framework-pack", "report", "inventory")


@click.command(
    short_help="Print a JSON schema, of the configuration or of reports.",
    epilog="""\b
Exit codes:
  0  done
  2  there is no schema of that name
""",
)
@click.argument("name", metavar="[NAME]", type=Choice(NAMES), default="configuration")
def schema(name: str) -> None:
    """Print a JSON schema, for editors that complete configurations, and for programs that read reports.

    \b
    Names:
      configuration    a monai-tslint.toml (the default)
      pyproject        a pyproject.toml with [tool.monai-tslint]
      framework-pack   a framework pack of your own
      report           what check --output-format json prints
      inventory        what inventory --output-format json prints

    \b
    Examples:
      monai-tslint schema >monai-tslint.schema.json
    """
    from monai_tslint.schemas import render

    output.write(render(name), None)
