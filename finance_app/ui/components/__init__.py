"""The parts that screens are made of, one family a file; their look is in `assets/app.css`.

A text or a flag may be a plain value or a state's var. Nothing here knows a state, a use case or a
route.
"""
