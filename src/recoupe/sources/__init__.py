"""Edge: files, folders and standard input become captures. Trouble is a refused capture, never a crash."""

from recoupe.sources.inputs import read_inputs

__all__ = ["read_inputs"]
