"""The three panes and the plan strip: what they say, made from a record, and the widgets that show it."""
