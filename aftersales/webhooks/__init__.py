"""What shop systems are told: which events, at which addresses, signed, repeated until it is taken."""
