"""`monai-tslint rules` and `monai-tslint explain`."""

from __future__ import annotations

import re

import click

from monai_tslint.cli import completing, output

_LINK = re.compile(r"(\x1b]8;[^;]*;)(MTS\d+)-[\w-]+\.md")


@click.command(short_help="List all rules.")
def rules() -> None:
    """List all rules: code, name, default level, and what each reports.

    \b
    Examples:
      monai-tslint rules
      monai-tslint rules | grep lock
    """
    from monai_tslint.checks import RULES
    from monai_tslint.report.links import Links

    links = Links(output.links(None))
    longest = max(len(rule.name) for rule in RULES.values())
    lines = []
    for rule in RULES.values():
        level = "off" if rule.severity is None else rule.severity.label
        lines.append(f"{links.rule(rule.code)}  {rule.name:<{longest}}  {level:<7}  {rule.summary}\n")
    output.write("".join(lines), None)


@click.command(
    short_help="Show the page of a rule or a framework, with examples.",
    epilog="""\b
Exit codes:
  0  done
  2  there is no page of that name
""",
)
@click.argument("rule", metavar="CODE|NAME", shell_complete=completing.topics)
def explain(rule: str) -> None:
    """Show the page of a rule: what it reports and why, with examples and remedies; or that of a framework.

    \b
    Examples:
      monai-tslint explain MTS101
      monai-tslint explain per-call-state-on-self
      monai-tslint explain torchvision
    """
    from monai_tslint.checks import RULES
    from monai_tslint.frameworks.pages import page as framework_page
    from monai_tslint.rulebook import page

    wanted = rule.casefold()
    found = [r.code for r in RULES.values() if wanted in (r.code.casefold(), r.name)]
    text = page(found[0]) if found else framework_page(wanted)
    if text is None:
        raise click.UsageError(_mistake(rule))
    output.write(_painted(text) if output.color(None) else text, None)


def _mistake(word: str) -> str:
    """What is wrong with a word that is neither a rule nor a framework."""
    from monai_tslint.checks import RULES
    from monai_tslint.config import selectors
    from monai_tslint.frameworks.pages import documented
    from monai_tslint.similarity import nearest

    if selectors.selected(word):
        return f"`{word}` means several rules; `monai-tslint rules` lists all"
    known = (name for rule in RULES.values() for name in (rule.code, rule.name))
    guess = nearest(word, (*known, *documented()))
    remedy = f"did you mean `{guess}`?" if guess else "`monai-tslint rules` lists all rules"
    return f"`{word}` is neither a rule nor a framework; {remedy}"


def _painted(text: str) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    target = StringIO()
    links = output.links(None)
    Console(file=target, force_terminal=True, color_system="standard").print(Markdown(text, hyperlinks=links))
    return _LINK.sub(_with_address, target.getvalue())


def _with_address(link: re.Match[str]) -> str:
    """A hyperlink to a page, which it names as pages name each other, with the address of that page."""
    from monai_tslint.rulebook import page_uri

    return f"{link[1]}{page_uri(link[2]) or ''}"
