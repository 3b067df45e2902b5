"""`python -m aftersales` is the same as the command `aftersales`."""

from aftersales.cli import app

if __name__ == "__main__":
    app()
