"""Pipelines: which transforms flow into which datasets, loaders, executors and inverses of a project."""
