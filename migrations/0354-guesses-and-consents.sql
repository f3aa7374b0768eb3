-- Guesses at other people's PINs slow down who guesses; a second person's word counts once; what applications may do ends at once.
-- Read by src/modules/identity (guesses, oauth, external) and src/modules/ward-stock.

create table guess (
  facility integer not null references facility,
  guesser  text not null,
  target   text not null,
  wrong    integer not null,
  last_at  timestamptz not null,
  primary key (facility, guesser, target)
);
comment on table guess is 'Wrong PINs, badges and passwords that somebody tried in the name of another';
comment on column guess.guesser is 'account:<id> of who is logged in, or device:<id> of a locked screen';
comment on column guess.target is 'The account whose secret was tried, or unknown';
alter table session drop column wrong_pins;

alter table second_person add column used_at timestamptz;
comment on column second_person.used_at is 'The act it was given for; it counts once';

alter table external_login add column device uuid;
comment on column external_login.device is 'The browser that went: its own cookie does not come back from another site';

create table oauth_consent (
  facility  integer not null references facility,
  grant_id  text not null,
  account   uuid not null,
  client_id text not null,
  session   uuid not null,
  scopes    text[] not null,
  patient   text,
  offline   boolean not null,
  factors   text[] not null,
  auth_time timestamptz not null,
  made_at   timestamptz not null,
  ended_at  timestamptz,
  primary key (facility, grant_id),
  foreign key (facility, account) references account (facility, id)
);
create index oauth_consent_of on oauth_consent (facility, account) where ended_at is null;
comment on table oauth_consent is 'What a person let an application do; tokens are good while it stands';
comment on column oauth_consent.offline is 'Goes on after the session in which it was given ended';

create table oauth_revoked (
  facility   integer not null references facility,
  jti        text not null,
  client_id  text not null,
  expires_at timestamptz not null,
  primary key (facility, jti)
);
create index oauth_revoked_of on oauth_revoked (client_id, expires_at);
comment on table oauth_revoked is 'Access tokens that their client gave back before their end';
