"""Recalls and service campaigns: which units are meant, who has answered, and when to remind the others."""
