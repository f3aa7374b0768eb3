-- What happened beside the resources: audit, knowledge, outbox, and the ledger of all of it.
-- Append-only for the server: rows are made by the functions of 0004 and 0005. Read by src/store/.

create table audit_event (
  facility integer not null,
  seq      bigint not null,
  id       uuid not null,
  at       timestamptz not null,
  action   text not null,
  outcome  text not null,
  actor    text not null,
  patient  text,
  content  text not null,
  hash     bytea not null,
  primary key (facility, seq)
);
comment on table audit_event is 'Who did what, also reading. Not a log: kept as long as the records';
comment on column audit_event.action is 'create, update, delete, read, search, login, sign, print, …';
comment on column audit_event.content is 'The whole event as canonical JSON: what is hashed';
create index audit_event_patient on audit_event (facility, patient, seq) where patient is not null;
create index audit_event_actor on audit_event (facility, actor, seq);
create unique index audit_event_id on audit_event (facility, id);

-- The third time of a fact: when it became known, and to whom.
create table knowledge (
  facility integer not null,
  seq      bigint not null,
  type     smallint not null,
  id       text not null,
  version  integer not null,
  event    text not null check (event in ('released', 'viewed')),
  who      text not null,
  known_at timestamptz not null,
  primary key (facility, seq)
);
comment on column knowledge.who is 'Actor who released it, or who saw it';
create index knowledge_resource on knowledge (facility, type, id, version);

create table outbox (
  facility integer not null,
  seq      bigint not null,
  xid      xid8 not null default pg_current_xact_id(),
  type     smallint not null,
  id       text not null,
  version  integer not null,
  patient  text,
  primary key (facility, seq)
);
comment on column outbox.xid is 'Readers take rows below pg_snapshot_xmin only, so that none is overtaken';

create table ledger_leaf (
  facility  integer not null,
  seq       bigint not null,
  xid       xid8 not null default pg_current_xact_id(),
  kind      text not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  primary key (facility, seq)
);
comment on column ledger_leaf.kind is 'version, audit, signature';
comment on column ledger_leaf.leaf_hash is 'SHA-256(0x00 || line of src/store/ledger/leaf-line.ts), RFC 9162';
create index ledger_leaf_xid on ledger_leaf (facility, xid, seq);

-- The order of the leaves, given after commit by ledger_sequence.
create table ledger_position (
  facility integer not null,
  position bigint not null,
  seq      bigint not null,
  primary key (facility, position)
);
create unique index ledger_position_seq on ledger_position (facility, seq);

create table ledger_node (
  facility integer not null,
  level    smallint not null,
  index    bigint not null,
  hash     bytea not null,
  primary key (facility, level, index)
);
comment on table ledger_node is 'Complete inner nodes of the Merkle tree; level 0 is ledger_leaf in order of position';

create table ledger_state (
  facility integer primary key,
  horizon  xid8 not null,
  size     bigint not null
);
comment on column ledger_state.horizon is 'Every transaction below it is settled and its leaves have positions';

create table tree_head (
  facility integer not null,
  size     bigint not null,
  root     bytea not null,
  at       timestamptz not null,
  primary key (facility, size)
);
