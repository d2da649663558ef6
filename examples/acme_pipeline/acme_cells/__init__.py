"""Stages for the (fictional) in-house framework `acme`, which runs one object of each stage in many threads."""
