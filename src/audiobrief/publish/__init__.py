"""Publish episodes: a feed, media files, pages and an index, in a folder or at an address.

`publishing` has the steps of `publish` and `unpublish`; `rendered` reads a finished episode, `preflight` checks it,
`feed` and `pages` write what readers get, `site` puts it into a place, and `serving` serves it on this machine.
"""
