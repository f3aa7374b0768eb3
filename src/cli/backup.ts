import { openDatabase } from '#app/backup/open-database.ts'
import { backupPlaces, keyFileOf } from '#app/backup/places.ts'
import { runDrill } from '#app/backup/run-drill.ts'
import { takeBase } from '#app/backup/take-base.ts'
import { backupErrors } from '#platform/backup/errors.ts'
import { readRules } from '#platform/backup/policy.ts'
import { readRecoveryKey, writeKey } from '#platform/backup/vault.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'backup',
  summary:
    'Back up the database and all files, also beside a running server; --drill restores the newest backup aside and checks it.',
  options: {
    full: { type: 'boolean', summary: 'Store everything anew, not only what changed' },
    scheduled: { type: 'boolean', summary: 'Read slowly, as the rules say: for the nightly backup' },
    drill: { type: 'boolean', summary: 'Restore the newest backup aside, check it and write the minutes' },
    elsewhere: { type: 'boolean', summary: 'With --drill: from the second copy' },
    key: { type: 'boolean', summary: 'Print the recovery key, for the two envelopes' },
  },
  async run(line) {
    if (line.options['key'] === true) return printKey(line)
    return line.options['drill'] === true ? drill(line) : takeOne(line)
  },
}

async function printKey({ config, say }: CommandLine) {
  const path = keyFileOf(config)
  const key = await readRecoveryKey(path)
  if (!key) throw backupErrors.missing({ name: path })
  say(writeKey(key))
  return { ok: true, value: { key: writeKey(key) } }
}

const waiting = 'Another backup or drill is under way; waiting for it.'

async function takeOne(line: CommandLine) {
  const { config, progress, say, options } = line
  const rules = readRules()
  const places = await backupPlaces(config)
  const database = await openDatabase(config)
  try {
    const startedAt = Date.now()
    const base = await takeBase(places, database, rules, {
      full: options['full'] === true,
      maxMegabytes: options['scheduled'] === true ? rules.base.megabytesPerSecond || undefined : undefined,
      progress: (what, done, of) => progress.step(what, done, of),
      waits: () => say(waiting),
    })
    progress.end()
    const seconds = (Date.now() - startedAt) / 1000
    const [mb, added] = [base.bytes, base.addedBytes].map((bytes) => Math.round(bytes / 2 ** 20))
    say(
      `backup ${base.id} (${base.kind}): ${base.files.length} files of the database with ${mb} MB, ${base.blobs} documents; ${added} MB added; ${seconds.toFixed(1)} s; ${base.files.length} expected, ${base.files.length} processed, 0 failed.`,
    )
    say(`  here: ${places.here.where}${places.onDataDisk ? ' (on the disk of the data)' : ''}`)
    say(`  elsewhere: ${places.elsewhere?.where ?? 'none: set LANONG_BACKUP_ELSEWHERE'}`)
    const { id, kind, bytes, addedBytes, blobs } = base
    return { ok: true, value: { id, kind, bytes, addedBytes, documents: blobs, seconds } }
  } finally {
    await database.close()
  }
}

async function drill({ config, progress, say, options }: CommandLine) {
  const minutes = await runDrill(config, {
    elsewhere: options['elsewhere'] === true,
    step: (what, done, of) => progress.step(what, done, of),
    waits: () => say(waiting),
  })
  progress.end()
  for (const { part, ok, note } of minutes.checks) say(`  ${ok ? 'ok    ' : 'FAILED'} ${part.padEnd(22)} ${note}`)
  const failed = minutes.checks.filter(({ ok }) => !ok).length
  say(`drill: ${minutes.checks.length} expected, ${minutes.checks.length - failed} well, ${failed} failed.`)
  return { ok: minutes.ok, value: minutes }
}
