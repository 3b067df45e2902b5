"""Claims: where one stands, how it is decided, what is done about it, what it costs and who pays it back."""
