import { defineErrors } from '#kernel/app-error.ts'

export const backupErrors = defineErrors('backup', {
  damaged: {
    category: 'fault',
    text: 'The backup is damaged: {name} {reason}. Restore from the other copy, and find out what happened to this one.',
  },
  missing: { category: 'not-found', text: 'The backup has no {name}.' },
  gap: {
    category: 'fault',
    text: 'The log of changes has a gap: after {after} nothing more is kept up to {wanted}. Restore to an earlier moment (--to), or from the other copy.',
  },
  wrongKey: {
    category: 'forbidden',
    text: 'This recovery key does not open the backup: it was made for the key {wanted}, this is {given}.',
  },
  keyUnreadable: { category: 'invalid', text: 'The recovery key in {path} is not a key of this program.' },
  keyLost: {
    category: 'fault',
    text: 'The backup in {where} was made for the recovery key {wanted}, and {path} is not there. Put the key back; without it nothing can be restored.',
  },
  noBackup: { category: 'not-found', text: 'There is no backup in {where}.' },
  noBase: {
    category: 'not-found',
    text: 'No base backup was finished before {time}; the earliest moment that can be restored is {earliest}.',
  },
  beyond: {
    category: 'invalid',
    text: 'The backup knows what was until {known}; {time} is later. Leave out --to for everything there is.',
  },
  notEmpty: { category: 'conflict', text: '{folder} is not empty. A restore never writes over anything.' },
  noRoom: {
    category: 'unavailable',
    text: '{where} has no room: {free} MB are free, {needed} MB are needed.',
  },
  notReached: {
    category: 'fault',
    text: 'The restored database came to {reached} and not to {wanted}: nothing of it may be used.',
  },
  refused: {
    category: 'fault',
    text: 'PostgreSQL refuses to give a backup: {reason}. The role needs REPLICATION, and pg_hba.conf a line for replication.',
  },
  tablespaces: { category: 'business-rule', text: 'Databases with tablespaces of their own are not backed up.' },
  fileDiffers: {
    category: 'fault',
    text: 'PostgreSQL sent {path} otherwise than its own list says: {reason}. The backup is not kept.',
  },
  keeperBusy: { category: 'conflict', text: 'Another process keeps the backup of this data folder.' },
  keeperSilent: {
    category: 'unavailable',
    text: 'The log of changes did not reach the backup within {seconds} s.',
  },
  copyBehind: {
    category: 'unavailable',
    text: 'The copy in {where} is not complete: {waiting} objects wait. {reason}',
  },
  otherVault: {
    category: 'conflict',
    text: '{where} holds the backup of another installation. Give this one a place of its own.',
  },
  placeGone: {
    category: 'unavailable',
    text: '{where} is empty, and a copy was there before. Is the disk or share mounted? Nothing is written there until it is back.',
  },
  noS3Access: {
    category: 'invalid',
    text: 'The access to the object store cannot be read: {path} must be a JSON file with endpoint, region, accessKeyId and secretAccessKey.',
  },
  otherPostgres: {
    category: 'business-rule',
    text: 'The backup is of PostgreSQL {version}; this program restores version {own}.',
  },
  unfinished: {
    category: 'business-rule',
    text: 'The restore into {folder} was not finished. Delete the folder and restore again.',
  },
  rollbackUnfinished: {
    category: 'business-rule',
    text: 'The rollback in {folder} was broken off. Run lanong upgrade --rollback again: it goes on where it was.',
  },
})
