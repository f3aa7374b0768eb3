-- Browser sessions. Read by src/modules/identity; kept 90 days as login information.

create table session (
  facility     integer not null,
  token_hash   bytea not null,
  id           uuid not null,
  account      uuid not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  address      text not null,
  user_agent   text not null,
  ended_at     timestamptz,
  end_reason   text check (end_reason in ('logout', 'replaced', 'expired', 'password', 'administrator')),
  primary key (facility, token_hash),
  unique (facility, id),
  foreign key (facility, account) references account (facility, id)
);
create index session_by_token on session (token_hash);
create index session_by_account on session (facility, account, created_at);
comment on column session.token_hash is 'SHA-256 of the cookie; the CSRF token is derived from the cookie and not kept';
