"""Middlewares around every handler: redirects and error pages."""
