"""`python -m hoc_tui` is the same program as `hoc-tui`."""

from hoc_tui.cli.main import main

if __name__ == "__main__":
    main()
