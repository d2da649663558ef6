"""From outlines to a project: what names mean, what classes inherit, which classes are shared between threads."""
