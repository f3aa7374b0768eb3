import { resolve } from 'node:path'
import { backupPlaces, keyFileOf, openPlace } from '#app/backup/places.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { backupErrors } from '#platform/backup/errors.ts'
import { listLines } from '#platform/backup/line.ts'
import { formatLsn } from '#platform/backup/lsn.ts'
import { writeDurably } from '#platform/backup/object-store.ts'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore } from '#platform/backup/restore-plan.ts'
import { openVault, readRecoveryKey, type Vault, writeKey } from '#platform/backup/vault.ts'
import { readLineHead } from '#platform/backup/wal-pieces.ts'
import { listBases, readBase } from '#platform/backup/write-base.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'restore <folder>',
  summary:
    'Bring a backup back into an empty folder, to a moment or to the last second; --list says what there is.',
  options: {
    from: { type: 'string', summary: 'The copy: a folder, file:///… or s3://…; the one here when absent' },
    to: { type: 'string', summary: 'A moment (2026-11-22T14:30:00+07:00) or latest; latest when absent' },
    base: { type: 'string', summary: 'A base backup as it is, by its name in --list' },
    key: { type: 'string', summary: 'File with the recovery key; the one of this installation when absent' },
    list: { type: 'boolean', summary: 'List what can be restored' },
  },
  async run(line) {
    const { vault, key } = await openGiven(line)
    if (line.options['list'] === true) return list(vault, line)
    const [folder, ...more] = line.words
    if (folder === undefined || more.length > 0)
      throw commonErrors.invalid({ reason: 'say one empty folder: lanong restore <folder>' })
    return restore(vault, key, resolve(folder), line)
  },
}

const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)

async function openGiven({ config, options }: CommandLine): Promise<{ vault: Vault; key: Buffer }> {
  const path = text(options['key']) ?? keyFileOf(config)
  const key = await readRecoveryKey(path)
  if (!key) throw backupErrors.missing({ name: path })
  const from = text(options['from'])
  const store = from ? await openPlace(from, config) : (await backupPlaces(config)).here
  return { vault: await openVault(store, key), key }
}

function momentOf(given: string | undefined): number | undefined {
  if (given === undefined || given === 'latest') return undefined
  const at = Date.parse(given)
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(given) || Number.isNaN(at))
    throw commonErrors.invalid({ reason: `--to ${given}: say a moment with its zone, 2026-11-22T14:30:00+07:00` })
  return at
}

async function restore(vault: Vault, key: Buffer, folder: string, { options, progress, say }: CommandLine) {
  const plan = await planRestore(vault, { to: momentOf(text(options['to'])), base: text(options['base']) })
  say(
    `restore: base ${plan.base.id}, then the log to ${formatLsn(plan.target.lsn)} (${new Date(plan.until).toISOString()})`,
  )
  const startedAt = Date.now()
  const restored = await restoreInto(vault, plan, folder, (what, done, of) => progress.step(what, done, of))
  await writeDurably(`${folder}/backup.key`, Buffer.from(`${writeKey(key)}\n`))
  progress.end()
  const seconds = (Date.now() - startedAt) / 1000
  const files = plan.base.files.length + restored.documents + restored.smallFiles
  say(
    `${files} files expected, ${files} processed, 0 failed; log replayed to ${restored.reachedLsn}; ${seconds.toFixed(1)} s.`,
  )
  say(`Look at it: LANONG_DATA_DIR=${folder} lanong doctor; then start the server on it.`)
  return {
    ok: true,
    value: { ...restored, until: new Date(plan.until).toISOString(), base: plan.base.id, seconds },
  }
}

async function list(vault: Vault, { say }: CommandLine) {
  const found = []
  for (const line of await listLines(vault)) {
    const head = await readLineHead(vault, line.id)
    say(`${line.id}, PostgreSQL ${line.postgres}, until ${head ? new Date(head.safeAt).toISOString() : '?'}`)
    const bases = []
    for (const id of await listBases(vault, line.id)) {
      const { kind, endedAt, bytes, blobs } = await readBase(vault, line.id, id)
      say(`  ${id}  ${kind.padEnd(11)} ${Math.round(bytes / 2 ** 20)} MB, ${blobs} documents`)
      bases.push({ id, kind, endedAt, bytes, documents: blobs })
    }
    found.push({ line: line.id, until: head?.safeAt, bases })
  }
  return { ok: true, value: found }
}
