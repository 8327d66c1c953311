select
    document_key,
    sha256,
    file,
    parser_version,
    parent_sha256,
    media_type,
    title,
    department,
    fiscal_year,
    document_kind,
    disclosure_level,
    status,
    status_reason,
    pages
from {{ source('raw', 'document') }}
