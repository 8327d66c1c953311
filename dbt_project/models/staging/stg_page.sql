select
    document_key,
    sha256,
    page,
    text
from {{ source('raw', 'page') }}
