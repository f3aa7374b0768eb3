-- A representative without an account confirms with a passkey of their own device as well: it is registered before a member
-- of staff who looked at the identity paper, for one patient.
alter table passkey
  add column holder text,
  add column relation text,
  add column identity text,
  add column registered_by text;
comment on column passkey.account_id is 'Account, or of a person without one: representative:<patient>:<name, folded>';
comment on column passkey.holder is 'Name of a person without an account; relation and identity as they were told when it was registered';
