import { createPrivateKey } from 'node:crypto'
import { existsSync, linkSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openServices } from '#app/open-services.ts'
import { resealMarked } from '#modules/protection/index.ts'
import type { Context } from '#platform/context.ts'
import { keyErrors } from '#platform/keys/errors.ts'
import { makeEscrow, openShare, recover } from '#platform/keys/escrow.ts'
import { installedKeyring } from '#platform/keys/installed.ts'
import { changingKeys } from '#platform/keys/key-file-lock.ts'
import {
  addKey,
  dropOldKeys,
  joinKeys,
  masterKeyFile,
  parseKeyFile,
  readableKeys,
  readKeyFile,
  writeKeyFile,
} from '#platform/keys/keyring.ts'
import { keysInColumns } from '#platform/keys/reseal-columns.ts'
import { keysInUse, resealFiles, sealedFoldersOf } from '#platform/reseal-blobs.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command, CommandLine } from './command.ts'

type Work = (line: CommandLine, file: string) => Promise<object>

const text = ({ options }: CommandLine, name: string): string => String(options[name] ?? '')

const works: Readonly<Record<string, Work>> = {
  async list(line, file) {
    const { counts: used, unread, reason } = await keysInUse(sealedFoldersOf(line.config))
    installedKeyring(line.config).current()
    const { keys } = readKeyFile(file)
    const values = await inDatabase(line, (ctx) => keysInColumns(ctx.db))
    for (const { id, madeAt } of keys)
      line.say(`  ${id}  ${madeAt}  ${used[id] ?? 0} files, ${values[id] ?? 0} values of the database`)
    if (used['plain']) line.say(`  not encrypted: ${used['plain']} files`)
    if (values['plain']) line.say(`  not encrypted: ${values['plain']} values of the database`)
    if (unread > 0) line.say(`  cannot be read: ${unread} files (${reason})`)
    return {
      keys: keys.map(({ id, madeAt }) => ({ id, madeAt, files: used[id] ?? 0, values: values[id] ?? 0 })),
      plain: used['plain'] ?? 0,
      unread,
    }
  },
  async rotate(line, file) {
    installedKeyring(line.config).current()
    const id = await changingKeys(file, async () => addKey(file, new Date()))
    line.say(`New things are encrypted under ${id}. Keep a new escrow: lanong keys escrow.`)
    return { id, ...(await reseal(line)) }
  },
  reseal,
  async retire(line, file) {
    const values = await inDatabase(line, (ctx) => keysInColumns(ctx.db))
    const dropped = await changingKeys(file, async () => {
      const current = installedKeyring(line.config).current().id
      const { counts, unread, reason } = await keysInUse(sealedFoldersOf(line.config))
      if (unread > 0) throw keyErrors.unread({ count: unread, reason })
      for (const used of [counts, values]) {
        const old = Object.entries(used).find(([id]) => id !== current && id !== 'plain')
        if (old) throw keyErrors.inUse({ id: old[0], count: old[1] })
      }
      return dropOldKeys(file)
    })
    line.say(`Removed: ${dropped.join(', ') || 'none'}`)
    return { dropped }
  },
  async escrow(line, file) {
    const pems = [text(line, 'holder1'), text(line, 'holder2')].map((path) =>
      existsSync(path) ? readFileSync(path, 'utf8') : '',
    )
    installedKeyring(line.config).current()
    const shares = makeEscrow(readKeyFile(file), [pems[0] ?? '', pems[1] ?? ''], new Date())
    const written = shares.map((share) => {
      const path = join(text(line, 'out') || '.', `lanong-keys-${share.escrow}-${share.holder}.json`)
      writeFileSync(path, `${JSON.stringify(share, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
      line.say(`Give ${path} to the holder of ${share.holder}`)
      return path
    })
    return { shares: written }
  },
  async recover(line, file) {
    const opened = [1, 2].map((n) =>
      openShare(
        readFileSync(text(line, `share${n}`), 'utf8'),
        createPrivateKey(readFileSync(text(line, `key${n}`), 'utf8')),
      ),
    )
    const [a, b] = opened
    if (!a || !b) throw keyErrors.holders()
    const escrowed = parseKeyFile('escrow', JSON.stringify(recover(a, b)))
    const keys = await changingKeys(file, async () => {
      if (existsSync(file)) {
        const aside = `${file}.before-recovery-${new Date().toISOString().replaceAll(':', '')}`
        linkSync(file, aside)
        line.say(`What was there is ${aside} now.`)
      }
      const joined = joinKeys(escrowed, readableKeys(file))
      writeKeyFile(file, joined)
      return joined
    })
    line.say(`${keys.keys.length} master keys are in ${file}, ${escrowed.keys.length} of them out of the escrow.`)
    return { keys: keys.keys.map(({ id }) => id) }
  },
}

async function reseal(line: CommandLine) {
  const counts = await resealFiles(sealedFoldersOf(line.config), installedKeyring(line.config))
  line.say(`files: ${counts.files} expected, ${counts.resealed} encrypted anew, ${counts.failed} failed.`)
  const { values, failed } = await inDatabase(line, (ctx) => resealMarked(ctx))
  line.say(`values of the database: ${values} encrypted anew, ${failed} failed.`)
  return { ...counts, values, valuesFailed: failed, ok: counts.failed + failed === 0 }
}

/** Beside a running server, or on its database alone. */
async function inDatabase<Result>(line: CommandLine, work: (ctx: Context) => Promise<Result>): Promise<Result> {
  const services = await openServices(line.config, { beside: true, logToFile: true })
  try {
    return await work(makeContext(services, { facility: 1, actor: systemActor }))
  } finally {
    await services.close()
  }
}

export const command: Command = {
  usage: 'keys <list|rotate|reseal|retire|escrow|recover>',
  summary:
    'Master keys of what is kept encrypted: list, change, encrypt anew, remove old ones, give to two holders.',
  options: {
    holder1: { type: 'string', summary: 'PEM file with the public key of the first holder (escrow)' },
    holder2: { type: 'string', summary: 'PEM file with the public key of the second holder (escrow)' },
    out: { type: 'string', summary: 'Folder for the two shares (escrow)' },
    share1: { type: 'string', summary: 'Share of the first holder (recover)' },
    key1: { type: 'string', summary: 'PEM file with the private key of the first holder (recover)' },
    share2: { type: 'string', summary: 'Share of the second holder (recover)' },
    key2: { type: 'string', summary: 'PEM file with the private key of the second holder (recover)' },
  },
  async run(line) {
    const work = works[line.words[0] ?? 'list']
    if (!work) {
      line.say('Name one of list, rotate, reseal, retire, escrow, recover.')
      return { ok: false }
    }
    const value = await work(line, masterKeyFile(line.config))
    return { ok: !('ok' in value) || value.ok === true, value }
  },
}
