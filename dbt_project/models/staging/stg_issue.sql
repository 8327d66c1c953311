select
    document_key,
    sha256,
    code,
    severity,
    "where" as place,
    message
from {{ source('raw', 'issue') }}
