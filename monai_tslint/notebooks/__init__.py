"""Jupyter notebooks: their cells as one Python module, places in cells, and edits of the module as edits of the file."""
