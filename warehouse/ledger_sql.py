"""The longer statements of the ledger; parameters carry the names of the records' fields."""

KNOWN = """
    SELECT d.*, v.sha256, v.final_url, v.content_type FROM document d
    LEFT JOIN version v ON v.document_id = d.document_id AND v.version_no = d.current_version_no
"""
SIGHT_DOCUMENT = """
    INSERT INTO document (document_id, district_code, url, role, disclosure_id, parent_url, link_title, listing_id,
        published_on, department_hint, fiscal_year_hint, level_hint, first_seen_at, last_seen_at)
    VALUES (:document_id, :district_code, :url, :role, :disclosure_id, :parent_url, :link_title, :listing_id,
        :published_on, :department_hint, :fiscal_year_hint, :level_hint, :at, :at)
    ON CONFLICT (document_id) DO UPDATE SET
        last_seen_at = :at,
        link_title = coalesce(:link_title, link_title),
        published_on = coalesce(:published_on, published_on),
        department_hint = coalesce(:department_hint, department_hint),
        fiscal_year_hint = coalesce(:fiscal_year_hint, fiscal_year_hint),
        level_hint = :level_hint
"""
SIGHT_AGAIN = """
    INSERT OR IGNORE INTO sighting
    SELECT ?, document_id, coalesce(listing_id, ''), url, ? FROM document WHERE document_id = ?
"""
RECORD_OUTCOME = """
    INSERT INTO outcome (run_id, document_id, state, reason, http_status, attempts, bytes_received, at, detail,
        flag, state_since, next_try_at)
    SELECT :run_id, :document_id, :state, :reason, :http_status, :attempts, :bytes_received, :at, :detail,
        flag, state_since, next_try_at
    FROM document WHERE document_id = :document_id
    ON CONFLICT (run_id, document_id) DO UPDATE SET state = :state, reason = :reason, http_status = :http_status,
        attempts = :attempts, bytes_received = :bytes_received, at = :at, detail = :detail,
        flag = excluded.flag, state_since = excluded.state_since, next_try_at = excluded.next_try_at
"""
"""After SET_STATE: since when, what is wrong with the bytes, and the next try are then the document's own."""
SET_STATE = """
    UPDATE document SET
        state_since = CASE WHEN state IS :state AND state_reason IS :reason THEN state_since ELSE :at END,
        state = :state, state_reason = :reason, next_try_at = :next_try_at,
        flag = CASE WHEN :state = 'stored' OR :is_judged OR :flag IS NOT NULL THEN :flag ELSE flag END,
        etag = coalesce(:etag, etag), last_modified = coalesce(:last_modified, last_modified)
    WHERE document_id = :document_id
"""
ADD_VERSION = """
    INSERT INTO version VALUES (:document_id, :version_no, :sha256, :document_key, :byte_size, :media_type,
        :fetched_at, :final_url, :http_status, :etag, :last_modified, :content_type, :file_name, :parent_sha256,
        :handed_in_by, :context)
"""
STUCK = """
    SELECT o.reason, count(*) AS n FROM outcome o JOIN document USING (document_id)
    WHERE o.run_id = :run_id AND district_code = :district_code AND o.state = 'retry'
        AND o.reason NOT IN ('budget', 'interrupted') AND (
            SELECT count(*) FROM outcome p WHERE p.document_id = o.document_id AND p.state = 'retry' AND p.at > (
                SELECT coalesce(max(q.at), '') FROM outcome q
                WHERE q.document_id = o.document_id AND q.state <> 'retry'
            )
        ) >= :nights
    GROUP BY 1 ORDER BY 1
"""
"""The documents that a run leaves in `retry` and that have been nothing else for so many runs."""
HOLDINGS = """
    SELECT district_code, name, expected_departments, count(d.current_version_no) AS documents,
        max(d.last_seen_at) AS last_seen_at
    FROM district LEFT JOIN document d USING (district_code) GROUP BY district_code ORDER BY district_code
"""
OPEN_TROUBLES = """
    SELECT district_code, state, state_reason AS reason, count(*) AS documents, min(url) AS example FROM document
    WHERE state IN ('retry', 'failed', 'rejected') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
EXAMPLES = """
    SELECT trouble, url, link_title, detail FROM (
        SELECT *, row_number() OVER (PARTITION BY trouble ORDER BY state_since, document_id) AS place FROM (
            SELECT o.state || ': ' || o.reason AS trouble, d.url, d.link_title, o.detail, o.state_since, d.document_id
            FROM outcome o JOIN document d USING (document_id)
            WHERE o.run_id = :run_id AND d.district_code = :district_code
                AND o.state IN ('retry', 'failed', 'rejected')
            UNION ALL
            SELECT d.flag, d.url, d.link_title, NULL, o.state_since, d.document_id
            FROM outcome o JOIN document d USING (document_id)
            WHERE o.run_id = :run_id AND d.district_code = :district_code
                AND d.flag IS NOT NULL AND o.state IN ('stored', 'unchanged')
        )
    ) WHERE place <= :most ORDER BY trouble, place
"""
"""Some documents of each trouble of a run (`state: reason`, or a flag), those longest in it first."""
PENDING = "run_id = ? AND document_id NOT IN (SELECT document_id FROM outcome WHERE run_id = ?)"
