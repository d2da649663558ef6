"""The page for people: one file with everything in it, which needs neither network nor server."""

from monai_tslint.report.html.page import render, render_inventory

__all__ = ["render", "render_inventory"]
