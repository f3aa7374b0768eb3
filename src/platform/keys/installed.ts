import {
  closeSync,
  type Dirent,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { blobFolderOf, hashOf } from '../blob-file.ts'
import type { Config } from '../config.ts'
import { headBytes, masterKeyOfHead } from './envelope.ts'
import { type Keyring, type KeysBefore, masterKeyFile, openKeyring } from './keyring.ts'

type Places = Pick<Config, 'dataDir' | 'blobUrl' | 'masterKeyFile'>

/** In the data folder and not beside the keys, which may lie on a mount of their own. */
export const keyNoteName = 'master-key.id'

export const quarantineFolderOf = (config: Pick<Config, 'dataDir'>): string =>
  join(resolve(config.dataDir), 'quarantine')

/** The keyring of an installation. Where its key file is gone, no other key takes its place. */
export function installedKeyring(config: Places): Keyring {
  return openKeyring(masterKeyFile(config), keysBefore(config))
}

function keysBefore(config: Places): KeysBefore {
  const folder = resolve(config.dataDir)
  const note = join(folder, keyNoteName)
  return {
    sealedUnder: () => textOf(note) ?? sealedIn(blobFolderOf(config)) ?? sealedIn(quarantineFolderOf(config)),
    note(id) {
      if (textOf(note) === id) return
      mkdirSync(folder, { recursive: true })
      writeFileSync(note, `${id}\n`, { mode: 0o600, flush: true })
    },
  }
}

const absent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    if (absent(error)) return undefined
    throw error
  }
}

/** The key of the first encrypted file that is found. */
function sealedIn(folder: string): string | undefined {
  for (const path of filesBelow(folder)) {
    const id = keyOf(path)
    // A document may itself begin like an encrypted file.
    if (id !== undefined && hashOf(readFileSync(path)) !== basename(path)) return id
  }
  return undefined
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (/^[0-9a-f]{64}$/.test(entry.name)) yield path
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (absent(error)) return []
    throw error
  }
}

function keyOf(path: string): string | undefined {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    readSync(file, head, 0, headBytes, 0)
    return masterKeyOfHead(head, fstatSync(file).size)
  } finally {
    closeSync(file)
  }
}
