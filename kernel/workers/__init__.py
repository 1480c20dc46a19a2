"""Processes that compute on what strangers send, each within limits of time and memory.

A pool hands work to them; a fork server that has everything loaded makes them.
"""
