"""How the built-in encoder is made; nothing that answers a request imports this package."""
