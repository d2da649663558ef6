"""Effects: what calls of shared objects write, seen from their entry points."""
