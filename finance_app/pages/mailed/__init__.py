"""What is done by mail: joining, a forgotten password, a new address."""
