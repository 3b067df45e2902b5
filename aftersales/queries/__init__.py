"""Questions to the database, each a function named by the question it answers."""
