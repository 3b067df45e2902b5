"""The search: ruin and recreate on compiled routes, on all cores, with a master over what it found."""
