"""Recalls and service campaigns: drafted, previewed, told to every owner, and followed until every unit is settled."""
