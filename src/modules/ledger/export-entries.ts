import { hospitalFiles, provenFiles } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { listErased } from '#store/ledger/erased.ts'
import { type Entry, listEntries } from '#store/ledger/list-entries.ts'
import { stretchEnd } from '#store/ledger/stretch-end.ts'

const { chunkPath, contentBytesPerFile, contentFolders, blobPath, leafRow, leavesPerFile, provenPath } =
  hospitalFiles

/** Takes one file of the export. */
export type Put = (path: string, bytes: Buffer) => Promise<void>

/** Makes the files of the leaves from `first` to before `last`; answers which documents they name. */
export type MakeChunk = (put: Put) => Promise<ReadonlySet<string>>

export interface EntriesAsked {
  readonly size: number
  readonly put: Put
  step(done: number, of: number): void
  /** Where the stretch ends that begins at a position, when it is to be cut as another export was. */
  endOf?(first: number): number | undefined
  /** Bytes of contents from which a stretch ends early. */
  readonly bytesPerFile?: number | undefined
  /** Stands around each chunk: an export that is carried on has some of them already. */
  around?(first: number, last: number, make: MakeChunk): Promise<ReadonlySet<string>>
}

/** Leaves of the ledger in their order with what they are of; answers which documents they name. */
export async function exportEntries(ctx: Context, asked: EntriesAsked): Promise<Set<string>> {
  const { size, put, bytesPerFile = contentBytesPerFile, around = (_first, _last, make) => make(put) } = asked
  const named = new Set<string>()
  for (let first = 0, last = 0; first < size; first = last) {
    asked.step(first, size)
    const most = Math.min(first + leavesPerFile, size)
    last = asked.endOf?.(first) ?? (await stretchEnd(ctx, first, most, bytesPerFile))
    const [from, to] = [first, last]
    const make: MakeChunk = async (into) => putChunk(into, from, await listEntries(ctx, from, to))
    for (const hash of await around(from, to, make)) named.add(hash)
  }
  return named
}

const blob = /"urn:lanong:blob:([0-9a-f]{64})"/g

async function putChunk(put: Put, first: number, entries: readonly Entry[]): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  await put(chunkPath('leaves', first, 'txt'), Buffer.from(entries.map(leafRow).join('')))
  for (const { kind, line } of entries) if (kind === 'file') named.add(line.slice(-64))
  for (const [kind, folder] of Object.entries(contentFolders)) {
    const lines = entries.flatMap((entry) => (entry.kind === kind ? contentLine(entry) : []))
    if (lines.length > 0) await put(chunkPath(folder, first, 'ndjson'), Buffer.concat(lines))
  }
  for (const { kind, content } of entries)
    for (const [, hash = ''] of kind === 'version' ? (content?.toString('utf8') ?? '').matchAll(blob) : [])
      named.add(hash)
  return named
}

const feed = Buffer.from('\n')

/** A pack of events holds line feeds, so it stands as a JSON string. */
function contentLine({ kind, content }: Entry): readonly Buffer[] {
  if (!content) return []
  return [kind === 'events' ? Buffer.from(JSON.stringify(content.toString('utf8'))) : content, feed]
}

/** Documents by their hash, and papers with proofs of their signatures that came later; answers what is not kept here. */
export async function exportDocuments(ctx: Context, put: Put, named: ReadonlySet<string>): Promise<string[]> {
  const absent: string[] = []
  for (const hash of named)
    if (await ctx.blobs.has(hash)) await put(blobPath(hash), await ctx.blobs.get(hash))
    else absent.push(hash)
  for (const [base, proven] of await provenFiles(ctx, [...named]))
    if (proven !== base && !named.has(proven) && (await ctx.blobs.has(proven)))
      await put(provenPath(proven), await ctx.blobs.get(proven))
  return absent
}

/** Names what was destroyed by approved lists, so that nobody takes it for a loss. */
export async function exportErased(ctx: Context, put: Put): Promise<void> {
  const erased = await listErased(ctx)
  if (erased.length === 0) return
  await put(
    hospitalFiles.erasedPath,
    Buffer.from(`[\n${erased.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`),
  )
}
