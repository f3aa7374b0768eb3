import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { hospitalFiles, installedTrust, provenFiles, rootPems, sealDetached } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { listErased } from '#store/ledger/erased.ts'
import { type Entry, listEntries } from '#store/ledger/list-entries.ts'
import { countLeaves, sequenceUntil } from '#store/ledger/sequence.ts'
import { ledgerErrors } from './errors.ts'
import { allSignedHeads } from './list-heads.ts'
import { signHead } from './sign-head.ts'

const { chunkPath, contentFolders, blobPath, leafRow, leavesPerFile, headPathOf, lastHeadPath, provenPath } =
  hospitalFiles

/** Takes one file of the export. */
export type Put = (path: string, bytes: Buffer) => Promise<void>

export interface HospitalExport {
  readonly entries: number
  readonly files: number
  /** Files that versions name and that are not kept here. */
  readonly absent: readonly string[]
}

/**
 * The whole hospital with its ledger: every leaf in order, every version, event and file behind it, every signed head,
 * under the seal of the facility. Form: docs/ledger.md §6.
 */
export async function exportHospital(
  ctx: Context,
  put: Put,
  step: (done: number, of: number) => void = () => {},
): Promise<HospitalExport> {
  // What is told is what was there when the export was asked for, even if another transaction is still under way.
  await sequenceUntil(ctx, await countLeaves(ctx))
  const head = await signHead(ctx, 'export')
  if (!head) throw ledgerErrors.noHead()
  const listed: { path: string; sha256: string; size: number }[] = []
  const keep: Put = async (path, bytes) => {
    listed.push({ path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length })
    await put(path, bytes)
  }
  const blobs = new Set<string>()
  for (let first = 0; first < head.size; first += leavesPerFile) {
    step(first, head.size)
    await putChunk(keep, blobs, first, await listEntries(ctx, first, Math.min(first + leavesPerFile, head.size)))
  }
  const absent = await putBlobs(ctx, keep, blobs)
  await putProven(ctx, keep, blobs)
  await putErased(ctx, keep)
  await putHeads(ctx, keep, head.size)
  for (const [path, pem] of rootPems(await installedTrust(ctx))) await keep(path, pem)
  await putManifest(ctx, put, listed)
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: { kind: 'hospital', size: head.size, files: listed.length },
  })
  return { entries: head.size, files: listed.length, absent }
}

const named = /"urn:lanong:blob:([0-9a-f]{64})"/g

async function putChunk(keep: Put, blobs: Set<string>, first: number, entries: readonly Entry[]): Promise<void> {
  await keep(chunkPath('leaves', first, 'txt'), Buffer.from(entries.map(leafRow).join('')))
  for (const { kind, line } of entries) if (kind === 'file') blobs.add(line.slice(-64))
  for (const [kind, folder] of Object.entries(contentFolders)) {
    const lines = entries.flatMap((entry) => (entry.kind === kind ? contentLine(entry) : []))
    if (lines.length > 0) await keep(chunkPath(folder, first, 'ndjson'), Buffer.concat(lines))
  }
  for (const { kind, content } of entries)
    for (const [, hash = ''] of kind === 'version' ? (content?.toString('utf8') ?? '').matchAll(named) : [])
      blobs.add(hash)
}

const feed = Buffer.from('\n')

/** A pack of events holds line feeds, so it stands as a JSON string. */
function contentLine({ kind, content }: Entry): readonly Buffer[] {
  if (!content) return []
  return [kind === 'events' ? Buffer.from(JSON.stringify(content.toString('utf8'))) : content, feed]
}

async function putBlobs(ctx: Context, keep: Put, blobs: ReadonlySet<string>): Promise<readonly string[]> {
  const absent: string[] = []
  for (const hash of blobs)
    if (await ctx.blobs.has(hash)) await keep(blobPath(hash), await ctx.blobs.get(hash))
    else absent.push(hash)
  return absent
}

/** Papers with proofs of their signatures that came later; the file that was signed is among the others. */
async function putProven(ctx: Context, keep: Put, blobs: ReadonlySet<string>): Promise<void> {
  for (const [base, proven] of await provenFiles(ctx, [...blobs]))
    if (proven !== base && !blobs.has(proven) && (await ctx.blobs.has(proven)))
      await keep(provenPath(proven), await ctx.blobs.get(proven))
}

/** Names what was destroyed by approved lists, so that nobody takes it for a loss. */
async function putErased(ctx: Context, keep: Put): Promise<void> {
  const erased = await listErased(ctx)
  if (erased.length === 0) return
  await keep(
    hospitalFiles.erasedPath,
    Buffer.from(`[\n${erased.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`),
  )
}

async function putHeads(ctx: Context, keep: Put, last: number): Promise<void> {
  for (const { size, text, signature } of await allSignedHeads(ctx)) {
    if (size > last) continue
    const path = size === last ? lastHeadPath : headPathOf(size)
    await keep(path, Buffer.from(text, 'utf8'))
    await keep(`${path}.p7s`, signature)
  }
}

async function putManifest(
  ctx: Context,
  put: Put,
  files: readonly { readonly path: string; readonly sha256: string; readonly size: number }[],
): Promise<void> {
  const { rows } = await sql<{ facility: string }>`
    select code || ' ' || name as facility from facility where id = ${ctx.facility}`.execute(ctx.db)
  const manifest = {
    format: hospitalFiles.hospitalFormat,
    facility: rows[0]?.facility ?? String(ctx.facility),
    madeAt: instantInVietnam(ctx.now()),
    madeBy: ctx.actor.name,
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  await put('manifest.json', text)
  await put('manifest.json.p7s', await sealDetached(ctx, text))
}
