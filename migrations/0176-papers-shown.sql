-- Papers that were shown to a person in a batch: only these exact bytes are signed with the batch's one authentication.
create table paper_shown (
  facility    integer not null references facility (id),
  batch       uuid not null,
  account_id  text not null,
  document_id text not null,
  sha256      text not null,
  shown_at    timestamptz not null,
  primary key (facility, batch, account_id, document_id, sha256)
);
create index paper_shown_at on paper_shown (facility, shown_at);
comment on column paper_shown.batch is 'Made by the screen that shows the papers; no other person can use it';
