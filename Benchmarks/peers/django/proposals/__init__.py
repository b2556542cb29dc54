"""Proposals whose state django-fsm-2 guards."""
