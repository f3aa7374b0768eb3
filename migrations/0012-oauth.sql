-- OAuth 2.1 clients and the state of the authorization server. Read by src/modules/identity/oauth.

create table oauth_client (
  facility      integer not null references facility,
  client_id     text not null check (client_id ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  name          text not null,
  secret_hash   text,
  jwks          jsonb,
  grant_types   text[] not null,
  redirect_uris text[] not null default '{}',
  scopes        text[] not null,
  roles         text[] not null default '{}',
  trusted       boolean not null default false,
  active        boolean not null default true,
  demo          boolean not null default false,
  created_at    timestamptz not null,
  last_seen_at  timestamptz,
  primary key (facility, client_id),
  unique (client_id)
);
comment on column oauth_client.jwks is 'Public keys of a client that proves itself by a signed assertion (RFC 7523)';
comment on column oauth_client.roles is 'What a system may do by client_credentials; a person''s token has the person''s roles';
comment on column oauth_client.trusted is 'The hospital''s own application: the person is not asked for consent';

create table oauth_state (
  facility    integer not null,
  model       text not null,
  id_hash     bytea not null,
  payload     jsonb not null,
  grant_id    text,
  uid         text,
  expires_at  timestamptz,
  consumed_at timestamptz,
  primary key (facility, model, id_hash)
);
create index oauth_state_by_grant on oauth_state (facility, grant_id) where grant_id is not null;
create unique index oauth_state_by_uid on oauth_state (facility, model, uid) where uid is not null;
create index oauth_state_by_expiry on oauth_state (expires_at);
comment on column oauth_state.id_hash is 'SHA-256 of the code or token: a copy of the table opens nothing';
