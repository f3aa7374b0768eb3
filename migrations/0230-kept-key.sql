-- The key that seals what a person's browser keeps while the server is away. It is told to that person alone, after login.
create table kept_key (
  facility integer not null,
  account text not null,
  key bytea not null,
  made_at timestamptz not null,
  primary key (facility, account)
);
