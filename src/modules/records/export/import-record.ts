import { createHash } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import {
  type ArchiveImage,
  attachedFolder,
  historyFolder,
  installedTrust,
  openArchive,
  papersFolder,
} from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readLeafLine } from '#store/ledger/leaf-line.ts'
import { findCurrent } from '#store/read.ts'
import { recordErrors } from '../errors.ts'

/** Pictures that came beside an export, by their SHA-256. */
export type Pictures = ReadonlyMap<string, () => Promise<Buffer>>
type Roots = Awaited<ReturnType<typeof installedTrust>>['roots']

export interface ImportedRecord {
  readonly record: string
  readonly versions: number
  readonly files: number
  /** Resources around the record that were here already and stayed as they are. */
  readonly kept: readonly string[]
  /** Pictures that the export names by reference and that are not here. */
  readonly awaited: readonly string[]
}

interface Version {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly position: number
  readonly content: Buffer | undefined
}

/**
 * Takes in a record that another installation exported: every version with its bytes and its number, every paper and file,
 * so that signatures and proofs hold as they did; the export itself is kept, and the event of the import names its hash. Nothing is taken in of an export that
 * does not hold under a trusted root.
 */
export async function importRecord(
  ctx: Context,
  bytes: Buffer,
  given: Roots = [],
  pictures: Pictures = new Map(),
): Promise<ImportedRecord> {
  const installed = await installedTrust(ctx)
  const opened = openArchive(bytes, { ...installed, roots: [...installed.roots, ...given] })
  if (!opened.verdict.ok || !opened.verdict.ledger)
    throw recordErrors.importNotWhole({ fault: firstFault(opened.verdict) })
  const { entries, leaves } = opened
  const record = opened.verdict.manifest?.record ?? ''
  const versions = versionsOf(entries, leaves)
  const root = leaves.map(({ line }) => /^archived \d+ Encounter\/([^/]+)\//.exec(line)?.[1]).find(Boolean)
  const files = [...entries].filter(([path]) => path.startsWith(papersFolder) || path.startsWith(attachedFolder))
  for (const [, content] of [...files, ['', bytes] as const]) await ctx.blobs.put(content)
  const awaited = await takePictures(ctx, opened.verdict.images, pictures)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const kept = await inTransaction(ctx, async (tx) => {
    const stayed = await storeVersions(tx, record, versions)
    await writeAudit(tx, {
      action: 'import',
      outcome: 'success',
      patientId: versions.find(({ type }) => type === 'Patient')?.id,
      entities: root ? [`Encounter/${root}`] : [],
      detail: { record, sha256, versions: versions.length, files: files.length },
    })
    return stayed
  })
  return { record, versions: versions.length, files: files.length, kept, awaited }
}

/** Takes pictures that go by reference from beside the export, each only under its own hash. */
async function takePictures(
  ctx: Context,
  images: readonly ArchiveImage[],
  pictures: Pictures,
): Promise<readonly string[]> {
  const awaited: string[] = []
  for (const { sha256, path } of images) {
    if (path !== undefined || (await ctx.blobs.has(sha256))) continue
    const bytes = await pictures.get(sha256)?.()
    if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) await ctx.blobs.put(bytes)
    else awaited.push(sha256)
  }
  return awaited
}

type Opened = ReturnType<typeof openArchive>

function firstFault({ unreadable, seal, changed, missing, added, papers, ledger }: Opened['verdict']): string {
  const broken = papers.find(({ verdict }) => verdict.verdict === 'broken')?.path
  const [fault] = ledger?.faults ?? []
  const found = [
    unreadable,
    seal?.faults[0],
    ...changed,
    ...missing,
    ...added,
    broken,
    fault && `${fault.what} ${fault.fault}`,
  ]
  return found.find((one) => one !== undefined) ?? (ledger ? 'verdict' : 'no ledger')
}

/** Versions in the order in which they were stored where they come from. */
function versionsOf(entries: ReadonlyMap<string, Buffer>, leaves: Opened['leaves']): readonly Version[] {
  return leaves
    .flatMap(({ position, line }) => {
      const leaf = readLeafLine(line)
      const [, type, id, version] = /^(\w+)\/([^/]+)\/_history\/(\d+)$/.exec(leaf?.name ?? '') ?? []
      if (leaf?.kind !== 'version' || !type || !id) return []
      const content = entries.get(`${historyFolder}${type}/${id}/${version}.json`)
      return [{ type, id, version: Number(version), position, content }]
    })
    .sort((a, b) => a.position - b.position)
}

/** What stands around a record may be here already: hospitals, wards and staff are shared by many records. */
const shared: ReadonlySet<string> = new Set([
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Coverage',
  'Questionnaire',
])

async function storeVersions(
  ctx: Context,
  record: string,
  versions: readonly Version[],
): Promise<readonly string[]> {
  const kept = new Set<string>()
  const known = new Set<string>()
  for (const one of versions) {
    const key = `${one.type}/${one.id}`
    if (!known.has(key) && (await findCurrent(ctx, one.type, one.id))) {
      if (!shared.has(one.type)) throw recordErrors.importExists({ number: record, what: key })
      kept.add(key)
    }
    if (!kept.has(key)) await storeVersion(ctx, one, known.has(key))
    known.add(key)
  }
  return [...kept]
}

async function storeVersion(ctx: Context, one: Version, again: boolean): Promise<void> {
  const { type, id, version, content } = one
  const authority = { permission: 'records.archive', reason: 'import of an exported record' } as const
  if (!content) {
    await commit(ctx, [{ kind: 'delete', type, id }], { authority })
    return
  }
  const resource = parseJsonBytes(content) as Resource
  const asStored = { version, content }
  await commit(ctx, [{ kind: again ? 'update' : 'create', resource, ...(again ? {} : { id }), asStored }], {
    authority,
  })
}
