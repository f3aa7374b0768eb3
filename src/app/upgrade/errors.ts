import { defineErrors } from '#kernel/app-error.ts'

export const upgradeErrors = defineErrors('upgrade', {
  none: {
    category: 'not-found',
    text: 'No update was made with lanong upgrade here: there is nothing to go back to.',
  },
  external: {
    category: 'conflict',
    text: 'The database is an external one: go back with its own tools, or lanong restore into a new folder.',
  },
  running: { category: 'conflict', text: 'The server runs on {folder}. Stop it first.' },
  otherUser: {
    category: 'forbidden',
    text: 'The database in {folder} cannot be reached by the user that PostgreSQL runs as. Run the command as the user of the service.',
  },
  unconfirmed: {
    category: 'business-rule',
    text: 'Nothing was changed. Going back to {at} sets aside {changes} changes of records and {events} lines of the audit trail. Repeat with --yes.',
  },
  askFirst: {
    category: 'conflict',
    text: 'This program would change the schema of an external database with data ({changes} changes, from {first}). Nothing was changed. Stop every server on it and run lanong upgrade, which takes a base first; or, after a backup of your own, lanong migrate.',
  },
  mounted: {
    category: 'conflict',
    text: '{path} is a mount of its own and cannot be moved aside. Nothing was changed: use lanong restore into a new folder.',
  },
})
