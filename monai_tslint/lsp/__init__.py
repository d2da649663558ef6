"""The language server: what `check` reports, in editors, while one types."""
