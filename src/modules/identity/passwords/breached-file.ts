import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { identityErrors } from '../errors.ts'

/** The first bytes of a SHA-1 tell a billion passwords apart. */
const recordBytes = 8
const recordsPerWrite = 65_536
/** So many lines of a file that is not in order are put in order in memory. */
const mostUnordered = 5_000_000

export const breachedPath = (dataDir: string): string => join(dataDir, 'breached-passwords.bin')

const sha1 = (text: string): Buffer => createHash('sha1').update(text).digest()

/** A line of `pwned-passwords-sha1-ordered-by-hash` (`HASH:count`), or a password as it is. */
function recordOf(line: string): Buffer {
  const hash = /^([0-9A-Fa-f]{40})(:\d+)?$/.exec(line)?.[1]
  return (hash ? Buffer.from(hash, 'hex') : sha1(line)).subarray(0, recordBytes)
}

/**
 * Takes a list of leaked passwords or their SHA-1 hashes, for checks without any network: sorted records of eight bytes.
 * The file appears whole or not at all, and replaces the one before.
 */
export async function takeBreached(dataDir: string, file: string, said: (lines: number) => void): Promise<number> {
  const path = breachedPath(dataDir)
  const beside = `${path}.new`
  await mkdir(dirname(path), { recursive: true })
  const out = await open(beside, 'w', 0o600)
  try {
    const count = await writeSorted(out, file, said)
    await out.sync()
    await rename(beside, path)
    return count
  } finally {
    await out.close()
    await rm(beside, { force: true })
  }
}

async function writeSorted(out: FileHandle, file: string, said: (lines: number) => void): Promise<number> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  const waiting: Buffer[] = []
  let written = 0
  let last: Buffer | undefined
  let ordered = true
  for await (const line of lines) {
    if (line === '') continue
    const record = recordOf(line)
    ordered &&= !last || Buffer.compare(last, record) <= 0
    if (!ordered && (written > 0 || waiting.length >= mostUnordered))
      throw identityErrors.breachedOrder({ line: written + waiting.length + 1 })
    last = record
    waiting.push(record)
    if (ordered && waiting.length >= mostUnordered) {
      written += await writeAll(out, waiting.splice(0))
      said(written)
    }
  }
  return written + (await writeAll(out, waiting.sort(Buffer.compare)))
}

async function writeAll(out: FileHandle, records: readonly Buffer[]): Promise<number> {
  for (let i = 0; i < records.length; i += recordsPerWrite)
    await out.write(Buffer.concat(records.slice(i, i + recordsPerWrite)))
  return records.length
}

/** Whether a password is in the list that was taken; false when none was. */
export async function isBreached(dataDir: string, password: string): Promise<boolean> {
  const path = breachedPath(dataDir)
  const found = await stat(path).catch(() => undefined)
  if (!found) return false
  const file = await open(path, 'r')
  try {
    return await search(file, found.size / recordBytes, recordOf(sha1(password).toString('hex')))
  } finally {
    await file.close()
  }
}

async function search(file: FileHandle, count: number, wanted: Buffer): Promise<boolean> {
  const record = Buffer.alloc(recordBytes)
  let low = 0
  let high = count - 1
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    await file.read(record, 0, recordBytes, middle * recordBytes)
    const order = Buffer.compare(record, wanted)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return false
}
