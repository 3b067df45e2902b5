"""What comes in from outside: e-mail and messengers, read without trust and put into the thread of a case.

Readers are pure: bytes or a payload in, facts out, whatever somebody sends. `intake` keeps what they
found, once for each message.
"""
