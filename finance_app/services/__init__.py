"""What can be done. A function is a use case, verb(session, actor, …); it never commits."""
