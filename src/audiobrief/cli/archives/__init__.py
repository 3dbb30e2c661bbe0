"""The parts of `audiobrief archive`."""
