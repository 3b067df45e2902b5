"""Prevention: what fails too often is seen before its owners call, and what is known of it helps them and us."""
