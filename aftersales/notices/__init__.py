"""What people are told: the kinds of notices, their words, the policy, and their delivery."""
