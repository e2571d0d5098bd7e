class HelixRefused(Exception):
    """Something may not be loaded or run as asked; the message is one sentence for a person."""
