import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Config } from '../config.ts'
import { keyErrors } from './errors.ts'

const OneKey = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9]{8}$' }),
  madeAt: Type.String(),
  key: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
})
const KeyFile = Type.Object({
  format: Type.Literal('lanong-keys/1'),
  /** Oldest first; what is new is encrypted under the last. */
  keys: Type.Array(OneKey, { minItems: 1 }),
})
export type KeyFile = Static<typeof KeyFile>

export interface MasterKey {
  readonly id: string
  readonly key: Buffer
}

/** The master keys of an installation. They wrap data keys and encrypt nothing else. */
export interface Keyring {
  readonly file: string
  /** The key under which new things are encrypted. */
  current(): MasterKey
  /** Throws `keys.missing` when there is none of this name. */
  byId(id: string, name: string): MasterKey
}

/** What an installation knows of the keys it had. */
export interface KeysBefore {
  /** The name of a key that something is encrypted under; nothing when nothing is. */
  sealedUnder(): string | undefined
  /** Told of the key under which new things are encrypted. */
  note(id: string): void
}

export function masterKeyFile(config: Pick<Config, 'dataDir' | 'masterKeyFile'>): string {
  return resolve(config.masterKeyFile ?? join(config.dataDir, 'keys', 'master.json'))
}

/**
 * Follows the file: a key that a command added beside the running server is used at once. A first key is made where
 * nothing is encrypted yet.
 */
export function openKeyring(file: string, before?: KeysBefore): Keyring {
  let noted: string | undefined
  let read: { readonly mark: string; readonly keys: readonly MasterKey[] } = { mark: '', keys: [] }
  const keys = (): readonly MasterKey[] => {
    const mark = markOf(file)
    if (mark !== undefined && mark !== read.mark) read = { mark, keys: keysIn(file) }
    return mark === undefined ? [] : read.keys
  }
  return {
    file,
    current() {
      const key = keys().at(-1) ?? first(file, before)
      if (key.id !== noted) before?.note(key.id)
      noted = key.id
      return key
    },
    byId(id, name) {
      const found = keys().find((key) => key.id === id)
      if (!found) throw keyErrors.missing({ id, name, file })
      return found
    },
  }
}

function markOf(file: string): string | undefined {
  const seen = statSync(file, { throwIfNoEntry: false })
  return seen && `${seen.ino} ${seen.mtimeMs} ${seen.size}`
}

export const parseKeyFile = (file: string, text: string): KeyFile =>
  reading(file, () => Value.Parse(KeyFile, JSON.parse(text)))

export const readKeyFile = (file: string): KeyFile =>
  reading(file, () => Value.Parse(KeyFile, JSON.parse(readFileSync(file, 'utf8'))))

function reading<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    throw keyErrors.unreadable({ file, reason: (cause as Error).message.slice(0, 200) }, cause)
  }
}

/** The keys that a file still has whole, also a damaged one. */
export function readableKeys(file: string): KeyFile['keys'] {
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys?: unknown }
    return Array.isArray(keys) ? keys.filter((one) => Value.Check(OneKey, one)) : []
  } catch {
    return []
  }
}

const opened = (one: KeyFile['keys'][number]): MasterKey => ({ id: one.id, key: Buffer.from(one.key, 'base64') })

const keysIn = (file: string): readonly MasterKey[] => readKeyFile(file).keys.map(opened)

function newKey(now: Date): KeyFile['keys'][number] {
  return { id: randomBytes(4).toString('hex'), madeAt: now.toISOString(), key: randomBytes(32).toString('base64') }
}

/** Two processes may start at once: whoever comes second takes the key of the first. */
function first(file: string, before: KeysBefore | undefined): MasterKey {
  const id = before?.sealedUnder()
  if (id !== undefined && !existsSync(file)) throw keyErrors.lost({ file, id })
  return id === undefined ? made(file) : (keysIn(file).at(-1) as MasterKey)
}

function made(file: string): MasterKey {
  const content: KeyFile = { format: 'lanong-keys/1', keys: [newKey(new Date())] }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(beside, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(beside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(beside, { force: true })
  }
  return keysIn(file).at(-1) as MasterKey
}

/** Adds a key; from then on new things are encrypted under it. The old ones stay until nothing needs them. */
export function addKey(file: string, now: Date): string {
  const known = readKeyFile(file)
  const added = newKey(now)
  writeKeyFile(file, { ...known, keys: [...known.keys, added] })
  return added.id
}

/** With the others that the file has not, the oldest first. */
export function joinKeys(file: KeyFile, others: KeyFile['keys']): KeyFile {
  const ids = new Set(file.keys.map(({ id }) => id))
  const keys = [...file.keys, ...others.filter(({ id }) => !ids.has(id))]
  return { ...file, keys: keys.toSorted((a, b) => Date.parse(a.madeAt) - Date.parse(b.madeAt)) }
}

/** Removes all keys but the last. */
export function dropOldKeys(file: string): readonly string[] {
  const known = readKeyFile(file)
  writeKeyFile(file, { ...known, keys: known.keys.slice(-1) })
  return known.keys.slice(0, -1).map(({ id }) => id)
}

export function writeKeyFile(file: string, content: KeyFile): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(beside, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(beside, file)
}
