"""What a check remembers on disk, so that the next one of the same project need not find it out again."""
