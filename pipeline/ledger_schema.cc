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
)sql";

// Version 2: a record's series, its place in its page, why a state began and
// ended; decisions that say which series they are about and which rule of a
// policy made them; where each reviewer stopped.
constexpr const char kVersion2[] = R"sql(
CREATE TABLE record_2 (
  version       INTEGER PRIMARY KEY,  -- one state of a record
  series        TEXT NOT NULL,        -- the record through time: the id it was first seen under
  id            TEXT NOT NULL,        -- its id in this state; differs from the series where only the
                                      -- table around it told it from its like and that changed
  type          TEXT NOT NULL,        -- score, spec, claim, finding, document
  page_key      TEXT NOT NULL,        -- the page it stands on; empty for a finding across pages
  position      REAL NOT NULL,        -- orders the page's records of this type as they were read
  json          TEXT NOT NULL,        -- the record as exported
  first_run     INTEGER NOT NULL REFERENCES run(id),  -- first run that found this state
  last_run      INTEGER REFERENCES run(id),           -- last run that did; null while it holds
  superseded_by INTEGER REFERENCES record(version),   -- the state that replaced it; null where
                                                      -- it holds or the record was withdrawn
  started_by    TEXT NOT NULL   -- what brought the state about: the source, or other rules
                CHECK (started_by IN ('source', 'rules')),
  ended_by      TEXT            -- what ended it, likewise; null while it holds
                CHECK (ended_by IN ('source', 'rules'))
) STRICT;

INSERT INTO record_2
SELECT version, id, id, type, page_key,
  row_number() OVER (PARTITION BY page_key, type, first_run
                     ORDER BY json ->> '$.evidence.start', version) - 1,
  json, first_run, last_run, superseded_by, 'source', CASE WHEN last_run IS NULL THEN NULL
                                                           ELSE 'source' END
FROM record;

-- Other rules over the same bytes: the run before read with other rules, and
-- the page's capture is older than the run.
UPDATE record_2 SET started_by = 'rules' WHERE
  (SELECT count(DISTINCT rules_digest) FROM run WHERE id IN (first_run, first_run - 1)) = 2
  AND (page_key = '' OR EXISTS (SELECT 1 FROM document d WHERE d.page_key = record_2.page_key
       AND d.first_run < record_2.first_run
       AND (d.last_run IS NULL OR d.last_run >= record_2.first_run)));
UPDATE record_2 SET ended_by = 'rules' WHERE last_run IS NOT NULL AND
  (SELECT count(DISTINCT rules_digest) FROM run WHERE id IN (last_run + 1, last_run)) = 2
  AND (page_key = '' OR EXISTS (SELECT 1 FROM document d WHERE d.page_key = record_2.page_key
       AND d.first_run <= record_2.last_run
       AND (d.last_run IS NULL OR d.last_run > record_2.last_run)));

CREATE TABLE decision_2 (
  id            INTEGER PRIMARY KEY,  -- in the order they came in
  series        TEXT NOT NULL,        -- the record decided about, through time
  record_id     TEXT NOT NULL,        -- its id then
  version       INTEGER REFERENCES record(version),  -- its state then; null: that it is gone
                                -- (hashes 'gone'), or a state of another ledger it came from
  verdict       TEXT NOT NULL   -- what was decided
                CHECK (verdict IN ('accept', 'reject', 'snooze')),
  value_hash    TEXT NOT NULL,  -- of what the record said; the decision reopens when it changes
  evidence_hash TEXT NOT NULL,  -- of the text it was read from; likewise
  note          TEXT NOT NULL,  -- why, in the reviewer's words
  reviewer      TEXT NOT NULL,  -- who
  rule          TEXT,           -- the rule of the policy that decided; null: a person did
  decided_at    TEXT NOT NULL,  -- ISO 8601 UTC; the newest decision about a series is in force
  recorded_at   TEXT NOT NULL,  -- when this ledger learnt of it: later, where it was imported
  until         TEXT,           -- when a snooze ends
  undone_at     TEXT            -- when it was taken back; null while it stands
) STRICT;
INSERT INTO decision_2 SELECT id, record_id, record_id, version, verdict, value_hash,
  evidence_hash, note, reviewer, NULL, decided_at, decided_at, until, undone_at FROM decision;

DROP TABLE decision;
DROP TABLE record;
ALTER TABLE record_2 RENAME TO record;
ALTER TABLE decision_2 RENAME TO decision;

CREATE UNIQUE INDEX record_now ON record(id) WHERE last_run IS NULL;
CREATE UNIQUE INDEX series_now ON record(series) WHERE last_run IS NULL;
CREATE INDEX record_series ON record(series, first_run);
CREATE INDEX record_id ON record(id);
CREATE INDEX record_page ON record(page_key);
CREATE INDEX record_first_run ON record(first_run);
CREATE INDEX record_last_run ON record(last_run) WHERE last_run IS NOT NULL;
CREATE INDEX decision_series ON decision(series, decided_at, id);

CREATE TABLE review_visit (
  reviewer   TEXT PRIMARY KEY,  -- who
  run        INTEGER NOT NULL REFERENCES run(id),  -- the newest run there was
  series     TEXT NOT NULL,     -- the change they stopped at; empty: they saw all of them
  visited_at TEXT NOT NULL      -- ISO 8601 UTC
) STRICT, WITHOUT ROWID;
)sql";

// Version 3: fetches of every run, in a few bytes each: a night on which nothing changed
// writes one small row a page and touches nothing else of it.
constexpr const char kVersion3[] = R"sql(
CREATE TABLE fetch_page (
  id        INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL,  -- id in the sources file
  page_key  TEXT NOT NULL,  -- names the page across captures: URL, or source id and path
  etag          TEXT,       -- sent back as If-None-Match
  last_modified TEXT,       -- sent back as If-Modified-Since
  capture       TEXT,       -- sha256 of the last good capture; outlives failures
  UNIQUE (source_id, page_key)
) STRICT;

CREATE TABLE fetch (
  run     INTEGER NOT NULL REFERENCES run(id),         -- the run that tried
  page    INTEGER NOT NULL REFERENCES fetch_page(id),  -- what it tried to get
  outcome TEXT NOT NULL,  -- ok, unchanged, timeout, ...
  detail  TEXT NOT NULL,  -- the outcome for people: HTTP 404; empty where there is no more to say
  PRIMARY KEY (run, page)
) STRICT, WITHOUT ROWID;

INSERT INTO fetch_page (source_id, page_key, etag, last_modified, capture)
  SELECT source_id, page_key, etag, last_modified, capture FROM fetch_state;
INSERT INTO fetch SELECT s.run, p.id, s.outcome, s.detail FROM fetch_state s
  JOIN fetch_page p USING (source_id, page_key);
DROP TABLE fetch_state;
)sql";

}  // namespace

const char* const kLedgerMigrations[] = {kVersion1, kVersion2, kVersion3};
const int kLedgerVersion = static_cast<int>(std::size(kLedgerMigrations));

const char* const kNightTables = R"sql(
CREATE TABLE night (
  id         INTEGER PRIMARY KEY,
  inputs     TEXT NOT NULL,  -- names the sources, rules and program of its runs
  started_at TEXT NOT NULL,  -- ISO 8601 UTC
  run        INTEGER         -- what became of it; null while it is under way
) STRICT;

CREATE TABLE night_source (
  night      INTEGER NOT NULL REFERENCES night(id) ON DELETE CASCADE,
  place      INTEGER NOT NULL,                -- in the order of the sources
  source_id  TEXT NOT NULL,                   -- id in the sources file
  fetched    BOOLEAN NOT NULL DEFAULT FALSE,  -- its pages are in night_page
  is_partial INTEGER NOT NULL DEFAULT 0,      -- 1: a page it did not name may still be one of its
  left_out   INTEGER NOT NULL DEFAULT 0,      -- pages above its max_pages
  PRIMARY KEY (night, source_id)
) STRICT;

CREATE TABLE night_page (
  night         INTEGER NOT NULL,
  source_id     TEXT NOT NULL,
  place         INTEGER NOT NULL,  -- as they came
  page_key      TEXT NOT NULL,     -- names the page across captures
  outcome       TEXT NOT NULL,     -- ok, unchanged, timeout, ...
  detail        TEXT NOT NULL,     -- the outcome for people
  checked_at    TEXT NOT NULL,     -- ISO 8601 UTC
  etag          TEXT,              -- to send back as If-None-Match
  last_modified TEXT,              -- to send back as If-Modified-Since
  capture       TEXT,              -- sha256 of what came
  bytes         INTEGER,           -- how many
  url           TEXT,              -- as asked for
  final_url     TEXT,              -- after redirects
  media_type    TEXT,              -- as the transport said
  fetched_at    TEXT,              -- ISO 8601 UTC; null for files
  is_new        INTEGER NOT NULL,  -- 1: the capture store did not have it before
  failure       TEXT,              -- for people; null where it went well
  PRIMARY KEY (night, source_id, place),
  FOREIGN KEY (night, source_id) REFERENCES night_source ON DELETE CASCADE
) STRICT;
)sql";

const char* const kLedgerViews[] = {
    R"sql(
CREATE VIEW decision_in_force AS
  -- Newest decision about each record that was not taken back.
  SELECT * FROM decision d WHERE undone_at IS NULL AND NOT EXISTS
    (SELECT 1 FROM decision n WHERE n.series = d.series AND n.undone_at IS NULL
     AND (n.decided_at, n.id) > (d.decided_at, d.id)))sql",
    R"sql(
CREATE VIEW review_cursor AS
  -- For each record with an accepted state, the newest one: where its review
  -- stands. version is null where it was accepted that the record is gone.
  SELECT series, version FROM decision d WHERE verdict = 'accept' AND undone_at IS NULL
    AND (version IS NOT NULL OR value_hash = 'gone')
    AND NOT EXISTS (SELECT 1 FROM decision n WHERE n.series = d.series
                    AND n.verdict = 'accept' AND n.undone_at IS NULL
                    AND (n.version IS NOT NULL OR n.value_hash = 'gone')
                    AND (n.decided_at, n.id) > (d.decided_at, d.id)))sql",
    R"sql(
CREATE VIEW history AS
  -- Every state of every record with its dates and what became of it.
  SELECT r.series, r.id, r.type, r.page_key, r.version,
         (SELECT coalesce(d.json ->> '$.last_verified', d.json ->> '$.published') FROM record d
          WHERE d.type = 'document' AND d.page_key = r.page_key AND d.first_run <= r.first_run
          AND (d.last_run IS NULL OR d.last_run >= r.first_run)) AS stated_on,  -- by its page
         a.started_at AS first_seen,                    -- start of the run that first found it
         coalesce(z.started_at, (SELECT max(started_at) FROM run)) AS last_seen,
         r.last_run IS NULL AS holds,
         CASE WHEN r.last_run IS NULL THEN NULL
              WHEN r.superseded_by IS NULL THEN 'withdrawn'
              WHEN n.json ->> '$.evaluator.relationship' IS NOT r.json ->> '$.evaluator.relationship'
                OR n.json ->> '$.evaluator.organization' IS NOT r.json ->> '$.evaluator.organization'
                OR n.json ->> '$.evaluator.reported_by' IS NOT r.json ->> '$.evaluator.reported_by'
                THEN 'provenance changed'
              WHEN n.json ->> '$.score.value' IS NOT r.json ->> '$.score.value'
                OR n.json ->> '$.value' IS NOT r.json ->> '$.value'
                OR n.json ->> '$.verdict' IS NOT r.json ->> '$.verdict' THEN 'value changed'
              WHEN n.json ->> '$.score.unit' IS NOT r.json ->> '$.score.unit'
                OR n.json ->> '$.unit' IS NOT r.json ->> '$.unit'
                OR n.json ->> '$.model' IS NOT r.json ->> '$.model'
                OR n.json ->> '$.benchmark' IS NOT r.json ->> '$.benchmark' THEN 'setting changed'
              ELSE 'moved' END AS ended_as,
         r.ended_by, r.superseded_by, r.json
  FROM record r JOIN run a ON a.id = r.first_run LEFT JOIN run z ON z.id = r.last_run
  LEFT JOIN record n ON n.version = r.superseded_by)sql",
    R"sql(
CREATE VIEW score AS
  -- Scores as they stand now.
  SELECT id, series, page_key, json ->> '$.model.raw' AS model,
         json ->> '$.benchmark.raw' AS benchmark,
         CAST(json ->> '$.score.value' AS DOUBLE PRECISION) AS value,
         json ->> '$.score.unit' AS unit, json ->> '$.evaluator.relationship' AS relationship,
         json ->> '$.evaluator.organization' AS measured_by,
         json ->> '$.evidence.text' AS evidence, first_run, json
  FROM record WHERE type = 'score' AND last_run IS NULL)sql",
    R"sql(
CREATE VIEW spec AS
  -- Facts about models as they stand now.
  SELECT id, series, page_key, json ->> '$.model.raw' AS model,
         json ->> '$.attribute' AS attribute, json ->> '$.value' AS value,
         json ->> '$.unit' AS unit, json ->> '$.absence' AS absence,
         json ->> '$.evidence.text' AS evidence, first_run, json
  FROM record WHERE type = 'spec' AND last_run IS NULL)sql",
    R"sql(
CREATE VIEW claim AS
  -- Claims as they stand now, with the verdict.
  SELECT id, series, page_key, json ->> '$.kind' AS kind, json ->> '$.verdict' AS verdict,
         json ->> '$.text' AS text, json ->> '$.detail' AS detail, first_run, json
  FROM record WHERE type = 'claim' AND last_run IS NULL)sql",
    R"sql(
CREATE VIEW finding AS
  -- Findings that are open now.
  SELECT id, series, page_key, json ->> '$.rule' AS rule, json ->> '$.severity' AS severity,
         json ->> '$.message' AS message, first_run, json
  FROM record WHERE type = 'finding' AND last_run IS NULL)sql",
    R"sql(
CREATE VIEW fetch_state AS
  -- How the last fetch of each page went and what to ask the server next time.
  SELECT p.source_id, p.page_key, f.run, f.outcome, f.detail, r.started_at AS checked_at,
         p.etag, p.last_modified, p.capture
  FROM fetch_page p
  JOIN (SELECT page, max(run) AS run FROM fetch GROUP BY page) last ON last.page = p.id
  JOIN fetch f ON f.run = last.run AND f.page = last.page
  JOIN run r ON r.id = f.run)sql",
};
const std::size_t kLedgerViewCount = std::size(kLedgerViews);

}  // namespace benchledger
