"""What may be deleted at any time: blobs, records, the installation's fingerprint, run records and maintenance."""
