#include "pipeline/ledger_schema.h"

#include <iterator>

namespace benchledger {
namespace {

constexpr const char kVersion1[] = R"sql(
CREATE TABLE run (
  id           INTEGER PRIMARY KEY,  -- ascending, never reused
  started_at   TEXT NOT NULL,        -- ISO 8601 UTC
  ended_at     TEXT NOT NULL,        -- ISO 8601 UTC, just before the run was written
  rules_digest TEXT NOT NULL,        -- sha256 over the rule files the run read with
  program      TEXT NOT NULL,        -- name and version of the program
  pages        INTEGER NOT NULL,     -- pages that were read
  records      INTEGER NOT NULL      -- records that held, findings included
) STRICT;

CREATE TABLE fetch_state (
  source_id     TEXT NOT NULL,  -- id in the sources file
  page_key      TEXT NOT NULL,  -- names the page across captures: URL, or source id and path
  run           INTEGER NOT NULL REFERENCES run(id),  -- the last run that tried
  outcome       TEXT NOT NULL,  -- ok, unchanged, timeout, ...
  detail        TEXT NOT NULL,  -- the outcome for people: HTTP 404
  checked_at    TEXT NOT NULL,  -- ISO 8601 UTC
  etag          TEXT,           -- sent back as If-None-Match
  last_modified TEXT,           -- sent back as If-Modified-Since
  capture       TEXT,           -- sha256 of the last good capture; outlives failures
  PRIMARY KEY (source_id, page_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE capture (
  sha256     TEXT NOT NULL,     -- of the bytes, hex; their name in the capture store
  page_key   TEXT NOT NULL,     -- the page they are of
  source_id  TEXT NOT NULL,     -- the source that fetched them
  bytes      INTEGER NOT NULL,  -- how many
  url        TEXT,              -- as asked for
  final_url  TEXT,              -- after redirects
  media_type TEXT,              -- as the transport said
  fetched_at TEXT,              -- ISO 8601 UTC; null for files
  first_run  INTEGER NOT NULL REFERENCES run(id),  -- the run that met them first
  PRIMARY KEY (sha256, page_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  id        INTEGER PRIMARY KEY,
  page_key  TEXT NOT NULL,     -- the page
  source_id TEXT NOT NULL,     -- the source it comes from
  capture   TEXT NOT NULL,     -- sha256 of the bytes that were read
  first_run INTEGER NOT NULL REFERENCES run(id),  -- first run that read these bytes
  last_run  INTEGER REFERENCES run(id)            -- last run that did; null while it holds
) STRICT;
CREATE UNIQUE INDEX document_now ON document(page_key) WHERE last_run IS NULL;
CREATE INDEX document_page ON document(page_key, first_run);

CREATE TABLE record (
  version       INTEGER PRIMARY KEY,  -- one state of a record
  id            TEXT NOT NULL,        -- the record: stable while its identity is, whatever its value
  type          TEXT NOT NULL,        -- score, spec, claim, finding, document
  page_key      TEXT NOT NULL,        -- the page it stands on; empty for a finding across pages
  json          TEXT NOT NULL,        -- the record as exported
  first_run     INTEGER NOT NULL REFERENCES run(id),  -- first run that found this state
  last_run      INTEGER REFERENCES run(id),           -- last run that did; null while it holds
  superseded_by INTEGER REFERENCES record(version)    -- the state that replaced it; null where
                                                      -- it holds or the record was withdrawn
) STRICT;
CREATE UNIQUE INDEX record_now ON record(id) WHERE last_run IS NULL;
CREATE INDEX record_id ON record(id, first_run);
CREATE INDEX record_first_run ON record(first_run);
CREATE INDEX record_last_run ON record(last_run) WHERE last_run IS NOT NULL;

CREATE TABLE decision (
  id            INTEGER PRIMARY KEY,  -- ascending: the newest one of a record is in force
  record_id     TEXT NOT NULL,        -- the record decided about
  version       INTEGER REFERENCES record(version),  -- its state then; null: that it is gone
  verdict       TEXT NOT NULL   -- what was decided
                CHECK (verdict IN ('accept', 'reject', 'snooze')),
  value_hash    TEXT NOT NULL,  -- of what the record said; the decision reopens when it changes
  evidence_hash TEXT NOT NULL,  -- of the text it was read from; likewise
  note          TEXT NOT NULL,  -- why, in the reviewer's words
  reviewer      TEXT NOT NULL,  -- who
  decided_at    TEXT NOT NULL,  -- ISO 8601 UTC
  until         TEXT,           -- when a snooze ends
  undone_at     TEXT            -- when it was taken back; null while it stands
) STRICT;
CREATE INDEX decision_record ON decision(record_id, id);

CREATE VIEW decision_in_force AS
  SELECT * FROM decision d WHERE undone_at IS NULL AND NOT EXISTS
    (SELECT 1 FROM decision n
     WHERE n.record_id = d.record_id AND n.undone_at IS NULL AND n.id > d.id);

-- For each record with an accepted state, the newest one: where its review stands.
CREATE VIEW review_cursor AS
  SELECT record_id, version FROM decision d WHERE verdict = 'accept' AND undone_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.record_id = d.record_id
                    AND n.verdict = 'accept' AND n.undone_at IS NULL AND n.id > d.id);

CREATE VIEW score AS
  SELECT id, page_key, json ->> '$.model.raw' AS model, json ->> '$.benchmark.raw' AS benchmark,
         json ->> '$.score.value' AS value, json ->> '$.score.unit' AS unit,
         json ->> '$.evaluator.relationship' AS relationship,
         json ->> '$.evaluator.organization' AS measured_by, first_run, json
  FROM record WHERE type = 'score' AND last_run IS NULL;

CREATE VIEW finding AS
  SELECT id, page_key, json ->> '$.rule' AS rule, json ->> '$.severity' AS severity,
         json ->> '$.message' AS message, first_run, json
  FROM record WHERE type = 'finding' AND last_run IS NULL;
)sql";

}  // namespace

const char* const kLedgerMigrations[] = {kVersion1};
const int kLedgerVersion = static_cast<int>(std::size(kLedgerMigrations));

}  // namespace benchledger
