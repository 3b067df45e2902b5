"""The ways out of the house: e-mail into a folder or through an SMTP server."""
