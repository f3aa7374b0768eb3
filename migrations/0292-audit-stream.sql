-- How far the journal has been sent to a security operations centre: sent = delivered + waiting, and what is wrong.

create table audit_stream (
  facility     integer not null,
  target       text not null,
  begun_at     timestamptz not null,
  position     bigint not null,
  delivered    bigint not null default 0,
  delivered_at timestamptz,
  failed_at    timestamptz,
  failed_since timestamptz,
  failure      text,
  primary key (facility, target)
);
comment on table audit_stream is 'Delivery of the journal by target: every event before this position of the ledger was read by the other side';
comment on column audit_stream.delivered is 'Events, not rows of the ledger';
revoke delete on audit_stream from lanong_app;
