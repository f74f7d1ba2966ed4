"""Media in a bucket of S3, or of what speaks its language: several servers have the same then."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from chronique.articles.files import is_kept

CLIENT = Config(
    # Every server has its buckets as folders, few have them as names of hosts; few know sums that
    # are told after what they are of.
    s3={"addressing_style": "path"}, signature_version="s3v4",
    request_checksum_calculation="when_required", response_checksum_validation="when_required",
    connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 3, "mode": "standard"},
)  # fmt: skip
# What is larger lies on the disk on its way to a reader, bytes.
IN_MEMORY = 4_000_000


@deconstructible(path="chronique.articles.buckets.Bucket")
class Bucket(S3Storage):
    """What the setting CHRONIQUE_MEDIA names.

    Readers get all of it from us: their devices ask nobody else, and the bucket may be closed to
    everybody.
    """

    def get_default_settings(self) -> dict[str, Any]:
        usual: dict[str, Any] = super().get_default_settings()
        return usual | {
            "client_config": CLIENT, "default_acl": None, "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
        }  # fmt: skip

    def url(self, name: str, *_: Any, **__: Any) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def delete(self, name: str) -> None:
        if not is_kept(name):
            super().delete(name)
