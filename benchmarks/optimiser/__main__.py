"""`python -m benchmarks.optimiser`; a spawned process reads this file too and must load nothing by it."""

if __name__ == "__main__":
    from benchmarks.optimiser.command import main

    main()
