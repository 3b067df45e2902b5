"""The day as it happens: reports come in, arrivals are expected anew, buyers hear of it first."""
