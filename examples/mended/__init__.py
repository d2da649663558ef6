"""The transforms of `racing`, mended: call state stays in the call, thread state in the thread."""
