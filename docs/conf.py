"""Sphinx' settings. The sources are made by `build.py`; nothing here needs a network, and neither does what is built."""

from __future__ import annotations

from importlib.metadata import version as installed

project = "monai-tslint"
author = "The monai-tslint maintainers"
project_copyright = f"{author}, Apache-2.0"
version = release = installed("monai-tslint")

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["files/**"]
nitpicky = True

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]

html_theme = "furo"
html_title = f"monai-tslint {version}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
pygments_dark_style = "a11y-dark"
html_theme_options = {"navigation_with_keys": True}
