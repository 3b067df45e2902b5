"""Files that people send: taken in by content, made harmless, kept outside the web, and handed out to staff only."""

from aftersales.uploads.keeping import (
    content_of,
    keep_file,
    keep_upload,
    look_again,
    remove_uploads,
    sweep_folder,
)
from aftersales.uploads.refusals import FileRefused, Refusal
from aftersales.uploads.sniffing import MEDIA_TYPES
from aftersales.uploads.taking import MOST_FILES, CleanFile, clean_file, clean_files

__all__ = [
    "MEDIA_TYPES",
    "MOST_FILES",
    "CleanFile",
    "FileRefused",
    "Refusal",
    "clean_file",
    "clean_files",
    "content_of",
    "keep_file",
    "keep_upload",
    "look_again",
    "remove_uploads",
    "sweep_folder",
]
