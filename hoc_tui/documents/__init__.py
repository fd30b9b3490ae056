"""Paper, and what is read line by line: the plan and the record as plain text, from the domain alone."""
