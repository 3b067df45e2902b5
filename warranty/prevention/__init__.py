"""Prevention: seeing that something fails too often before its owners call."""
