"""Setting second factors up: an authenticator app, backup codes."""
