"""Transforms that race: one object, called by two threads, keeps one call's state where the other call finds it."""
