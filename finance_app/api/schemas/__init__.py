"""What programs send and get: shapes of JSON, a module for each noun."""
