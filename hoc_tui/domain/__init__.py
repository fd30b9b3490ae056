"""Care planning itself: values and rules a clinician would recognise, without clock, database or screen."""
