import { defineErrors } from '#kernel/app-error.ts'

export const keyErrors = defineErrors('keys', {
  unreadable: { category: 'fault', text: 'The file of master keys {file} cannot be read: {reason}.' },
  missing: { category: 'fault', text: 'The master key {id} that {name} is encrypted under is not in {file}.' },
  lost: {
    category: 'fault',
    text: 'The file of master keys {file} is not there, and something is encrypted under the key {id}. No new key was made. Mount the folder of the file, name it in LANONG_MASTER_KEY_FILE, put it back from the backup, or run lanong keys recover with both shares.',
  },
  locked: {
    category: 'conflict',
    text: 'The file of master keys is being changed by process {pid} on {host}. When there is no such process, remove {lock}.',
  },
  altered: { category: 'fault', text: '{name} is not as it was encrypted.' },
  holders: {
    category: 'invalid',
    text: 'Name two different public keys (PEM, RSA of 3072 bits or more) of two persons.',
  },
  share: { category: 'invalid', text: 'The shares {a} and {b} do not belong together.' },
  inUse: {
    category: 'conflict',
    text: 'Something is still encrypted under the key {id}: {count} files or values of the database. Run lanong keys reseal.',
  },
  unread: {
    category: 'conflict',
    text: '{count} encrypted files cannot be read ({reason}), so it is not known which keys they need. No key was removed.',
  },
})
