"""Who renders: processes of this machine or of a cluster, and the work on one script in them."""
