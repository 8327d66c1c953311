select
    document_key,
    sha256,
    rule,
    severity,
    verdict,
    reason,
    message_zh,
    message_en,
    quotes,
    places,
    expected,
    found,
    difference,
    tolerance
from {{ source('raw', 'finding') }}
