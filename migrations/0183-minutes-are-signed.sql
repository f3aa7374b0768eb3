-- Minutes of a destruction are a paper that its members sign.
alter table record_destruction
  add column prepared_role text not null default 'record-office',
  add column decided_role text,
  add column minutes_paper text;
comment on column record_destruction.minutes_paper is 'Id of the DocumentReference of the minutes, with its places for signatures';
comment on column record_destruction.prepared_role is 'Office in which the list was prepared, in which its minutes are signed';
