"""Personal finance, self-hosted: private, multi-user, exact to the cent."""

__version__ = "0.1.0"
