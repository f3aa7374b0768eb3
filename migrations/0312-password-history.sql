-- Passwords that a person had before, so that none of the last comes back. Read by src/modules/identity.

create table password_history (
  facility      integer not null references facility,
  account       uuid not null,
  set_at        timestamptz not null,
  password_hash text not null,
  primary key (facility, account, set_at),
  foreign key (facility, account) references account (facility, id)
);
comment on column password_history.password_hash is 'PHC string of argon2id';
