"""What the app does by itself: which jobs and when in `schedule`, how in `runner`.

Doors share it as they share `ui`; it knows services only. What a job does is a use case.
"""
