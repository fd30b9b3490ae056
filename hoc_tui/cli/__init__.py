"""The command line: every way to start the program."""
