-- The seal of the facility may be a key in a token or HSM, or at a remote signing service. It signs without a person, so
-- its PIN is kept: encrypted under a secret file of the server, so that the database alone does not open it.
create table seal_key (
  facility     integer not null references facility (id),
  id           uuid not null,
  kind         text not null check (kind in ('token', 'remote')),
  place        jsonb not null,
  certificate  bytea not null,
  chain        bytea[] not null default '{}',
  pin_box      bytea not null,
  installed_by text not null,
  installed_at timestamptz not null,
  removed_at   timestamptz,
  stopped      text,
  primary key (facility, id)
);
create unique index seal_key_in_use on seal_key (facility) where removed_at is null;
comment on column seal_key.place is 'Where the key is: {token, key} of a PKCS#11 token, {user, credential} of a remote service';
comment on column seal_key.pin_box is 'Nonce, encrypted PIN and tag (AES-256-GCM) under the file seal.secret of the data folder';
comment on column seal_key.stopped is 'Error code after a refused PIN: it is asked no more until the seal is installed anew';

-- Places of equal order are signed in any order.
alter table signature_slot add column turn integer;
update signature_slot set turn = position;
alter table signature_slot alter column turn set not null;
comment on column signature_slot.turn is 'Order of the form: places of one turn may be signed by any of their people first';
