-- A signer's key need not be here: it may be in a PKCS#11 token or at a remote signing service.
alter table signer_key
  alter column private_key drop not null,
  alter column salt drop not null,
  alter column nonce drop not null,
  add column kind text not null default 'software' check (kind in ('software', 'token', 'remote')),
  add column place jsonb,
  add column chain bytea[] not null default '{}',
  add constraint signer_key_place check (
    case kind when 'software' then private_key is not null and salt is not null and nonce is not null
              else place is not null and private_key is null end);
comment on column signer_key.place is 'Where the key is: {token, key} of a PKCS#11 token, {user, credential} of a remote service';
comment on column signer_key.chain is 'Certificates between the signer and the root, as the place of the key gave them';
