"""Rules that an episode has to meet before it is published: pure functions over values, a module for each subject.

`item` calls those for an episode, and `channel` those for the show.
"""
