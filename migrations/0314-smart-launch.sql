-- SMART App Launch: the context an application is launched in, and the patient a grant is bound to.
-- Read by src/modules/identity/smart.

alter table oauth_client add column launch_uri text;
comment on column oauth_client.launch_uri is 'Where the application is opened from the chart (EHR launch)';

create table smart_launch (
  facility   integer not null references facility,
  id_hash    bytea not null,
  client_id  text not null,
  account    uuid not null,
  patient    text not null,
  encounter  text,
  expires_at timestamptz not null,
  primary key (facility, id_hash)
);
comment on table smart_launch is 'An application opened from a chart, until it asks for access: once, by the person who opened it';

create table smart_grant (
  facility  integer not null references facility,
  grant_id  text not null,
  patient   text not null,
  encounter text,
  made_at   timestamptz not null,
  primary key (facility, grant_id)
);
comment on table smart_grant is 'The patient that the tokens of a grant are bound to';
