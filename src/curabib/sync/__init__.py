"""Bring a project up to date: fetch, the pipeline, plan, apply."""
