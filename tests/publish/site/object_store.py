"""A server that speaks S3, as a process of its own.

As in S3, the ETag of an object that is encrypted with a key of KMS has 32 digits, and is not the MD5 of its content;
moto's would be. Of programs that write an object at the same time if there is none, one succeeds; with moto's threads,
several may.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import s3fs

KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


SERVER = """
import hashlib, sys, threading
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response
from moto.server import main

plain = FakeKey.etag.fget

def etag(key):
    value = plain(key)
    return f'"{hashlib.md5(value.encode()).hexdigest()}"' if key.encryption == "aws:kms" else value

FakeKey.etag = property(etag)
writing, put_object = threading.Lock(), S3Response.put_object

def put_alone(self):
    with writing:
        return put_object(self)

S3Response.put_object = put_alone
main(sys.argv[1:])
"""


@contextmanager
def object_store() -> Iterator[str]:
    """Run a server, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, **KEYS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def make_bucket(address: str, name: str, *, is_encrypted: bool) -> None:
    """Make a bucket, unless there is one; in an encrypted one, all objects are encrypted with a key of KMS."""
    client = boto3.client("s3", endpoint_url=address)
    client.create_bucket(Bucket=name)
    if is_encrypted:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
        client.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})


def contents(address: str, root: str) -> dict[str, bytes]:
    """Return all objects below a folder of a bucket, by path."""
    system: Any = s3fs.S3FileSystem(endpoint_url=address, use_listings_cache=False, skip_instance_cache=True)
    return {path.removeprefix(f"{root}/"): system.cat_file(path) for path in system.find(root)}
