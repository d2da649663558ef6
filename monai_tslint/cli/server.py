"""`monai-tslint server`."""

from __future__ import annotations

import click

from monai_tslint.cli import output


@click.command(short_help="Serve an editor: the language server.")
def server() -> None:
    """Serve an editor: the language server, over stdin and stdout.

    Editors start it by themselves; docs/editors.md says how to set them up.

    \b
    Examples:
      monai-tslint server
    """
    output.refuse_without("pygls", "server", "lsp")
    from monai_tslint.lsp.serving import serve

    click.get_current_context().exit(serve(output.version()))
