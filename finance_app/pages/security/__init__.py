"""How somebody signs in: address, password, and the browsers that are signed in."""
