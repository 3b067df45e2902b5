"""Work beside the requests: one list of tasks, one contract, two runners.

`asking` writes a job down in the transaction of its cause, `running` does it under a lease, `rounds` lists
what is done again and again. `embedded` runs it all inside the server, `scale_out` in workers of their own.
"""
