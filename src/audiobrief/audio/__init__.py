"""Clips and sounds to mastered blocks of sound."""
