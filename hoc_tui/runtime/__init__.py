"""The process around the program: its terminal, its signals, its crashes, its one database thread.

Nothing here knows what a care plan is, and nothing here imports another package of hoc-tui.
"""
