import { createInterface } from 'node:readline/promises'
import { applyUpgrade } from '#app/upgrade/apply.ts'
import type { Written } from '#app/upgrade/count-since.ts'
import { rehearseUpgrade } from '#app/upgrade/rehearse.ts'
import { rollBack } from '#app/upgrade/rollback.ts'
import type { Point } from '#app/upgrade/way-back.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'upgrade',
  summary:
    'Back up, then change the schema to that of this program; --rehearse tries it on the newest backup aside, --rollback undoes it.',
  options: {
    rehearse: {
      type: 'boolean',
      summary: 'Try it on the newest backup, beside the running server, and tell every difference',
    },
    rollback: {
      type: 'boolean',
      summary: 'Put back what was there before the last upgrade; what is there now is set aside',
    },
    yes: { type: 'boolean', summary: 'With --rollback: set aside what was written since, without asking' },
  },
  async run(line) {
    if (line.options['rehearse'] === true) return rehearse(line)
    return line.options['rollback'] === true ? back(line) : apply(line)
  },
}

const stepOf =
  ({ progress }: CommandLine) =>
  (what: string, done: number, of: number) =>
    progress.step(what, done, of)

async function rehearse(line: CommandLine) {
  const found = await rehearseUpgrade(line.config, stepOf(line))
  line.progress.end()
  line.say(
    `base ${found.base}, until ${found.until}; ${found.pending.length} changes of the schema, ${found.migrateSeconds.toFixed(1)} s.`,
  )
  for (const name of found.pending) line.say(`  ${name}`)
  line.say(`${found.records} records with ${found.files} files compared, ${found.differences.length} differences.`)
  for (const { what, before, after } of found.differences.slice(0, 50)) line.say(`  ${what}: ${before} → ${after}`)
  for (const what of found.unreadBefore.slice(0, 10))
    line.say(`  ${what}: this program reads it after the change only`)
  return { ok: found.ok, value: found }
}

async function apply(line: CommandLine) {
  const { point, migrated } = await applyUpgrade(line.config, stepOf(line))
  line.progress.end()
  if (migrated.length === 0) line.say('Nothing was to be changed.')
  if (point) line.say(`base ${point.base} of ${point.at} is the way back.`)
  line.say(`${migrated.length} changes of the schema were made.`)
  for (const name of migrated) line.say(`  ${name}`)
  return { ok: true, value: { ...point, migrated } }
}

async function back(line: CommandLine) {
  const done = await rollBack(line.config, {
    step: stepOf(line),
    confirm: (point, written) => confirmed(line, point, written),
  })
  line.progress.end()
  line.say(`The data are those of ${done.at} again, with the schema ${done.schema}.`)
  line.say(`What was there before this rollback lies in ${done.aside}, whole.`)
  line.say('Start the program of before on this folder.')
  return { ok: true, value: done }
}

/** Says what is set aside; without --yes the word is typed by a person. */
async function confirmed(
  line: CommandLine,
  { at, schema }: Point,
  written: Written | undefined,
): Promise<boolean> {
  line.progress.end()
  line.say(`This goes back to ${at}, with the schema ${schema}. What was written since is set aside, not deleted:`)
  line.say(
    written
      ? `  ${written.changes} changes of records and ${written.events} lines of the audit trail, ${written.last ? `the last at ${written.last}` : 'nothing'}.`
      : '  how much cannot be counted, the database does not answer.',
  )
  if (line.options['yes'] === true) return true
  if (line.json || !process.stdin.isTTY) return false
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await asking.question('Type rollback to go on: ')).trim() === 'rollback'
  } finally {
    asking.close()
  }
}
