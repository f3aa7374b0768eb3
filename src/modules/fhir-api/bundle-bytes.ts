import type { SeenPage, StoredVersion } from '#store/types.ts'

/** One entry: its stored bytes (none after a delete) and what stands beside them. */
export interface EntryBytes {
  readonly fullUrl?: string
  readonly resource?: Buffer | undefined
  readonly rest?: Readonly<Record<string, unknown>>
}

const comma = Buffer.from(',')

/** A Bundle made of stored bytes between commas: nothing is parsed, nothing can be changed on the way. */
export function bundleBytes(head: Readonly<Record<string, unknown>>, entries: readonly EntryBytes[]): Buffer {
  const start = JSON.stringify({ resourceType: 'Bundle', ...head })
  if (entries.length === 0) return Buffer.from(start)
  const pieces: Buffer[] = [Buffer.from(`${start.slice(0, -1)},"entry":[`)]
  for (const [at, entry] of entries.entries()) {
    if (at > 0) pieces.push(comma)
    pieces.push(...entryPieces(entry))
  }
  pieces.push(Buffer.from(']}'))
  return Buffer.concat(pieces)
}

/** The same of entries that are together already. */
export function bundleOf(head: Readonly<Record<string, unknown>>, { count, entries }: SeenPage): Buffer {
  const start = JSON.stringify({ resourceType: 'Bundle', ...head })
  if (count === 0) return Buffer.from(start)
  return Buffer.concat([Buffer.from(`${start.slice(0, -1)},"entry":[`), entries, Buffer.from(']}')])
}

function entryPieces({ fullUrl, resource, rest }: EntryBytes): Buffer[] {
  const around = JSON.stringify({ ...(fullUrl === undefined ? {} : { fullUrl }), ...rest })
  if (!resource) return [Buffer.from(around)]
  const after = around === '{}' ? '}' : `,${around.slice(1)}`
  return [Buffer.from('{"resource":'), resource, Buffer.from(after)]
}

export function matchEntry(base: string, one: StoredVersion, mode: 'match' | 'include'): EntryBytes {
  const address = one.within === undefined ? `${one.type}/${one.id}` : `${one.within}#${one.id}`
  return { fullUrl: `${base}/${address}`, resource: one.content, rest: { search: { mode } } }
}
