"""What people type, understood and said back before it is saved.

Each reader takes the text and, where it matters, today's date. It returns a frozen entry with the text as `typed`, its
meaning as `value` and a plain `said_back`, or raises `NotUnderstood`, whose one sentence stands beside the field.
"""
