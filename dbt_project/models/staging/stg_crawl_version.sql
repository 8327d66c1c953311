select
    document_id,
    version_no,
    sha256,
    document_key,
    byte_size,
    media_type,
    fetched_at,
    final_url,
    http_status,
    etag,
    last_modified,
    content_type,
    file_name,
    parent_sha256,
    handed_in_by
from {{ source('raw', 'crawl_version') }}
