import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { listPaperFiles, type PaperFile, readVisit, type VisitSources } from '#modules/documents/index.ts'
import {
  type ArchivePaper,
  buildRecordArchive,
  exchangePath,
  provenFile,
  sealXml,
} from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { listRecordVersions, listVersions, type VersionLeaf } from '#store/ledger/record-leaves.ts'
import { archiveNumberOf, numberOfRecord, retentionOnRecord, stateOf } from './encounter-record.ts'
import { attachedFiles, historyFiles } from './export/history-files.ts'
import { addressOf, type ImagesAs, withImages } from './export/images.ts'
import { ledgerFiles } from './export/ledger-files.ts'
import { readableFiles } from './export/readable-files.ts'
import { rowProofs } from './export/row-proofs.ts'
import { recordBundle } from './record-bundle.ts'
import { type RecordMembers, readMembers } from './record-members.ts'

/** What is read of a record at one moment. */
interface Gathered {
  readonly record: RecordMembers
  readonly number: string
  readonly visit: VisitSources
  readonly papers: readonly PaperFile[]
  readonly fhir: Buffer
  readonly versions: readonly VersionLeaf[]
}

/**
 * One file with the whole record: signed papers, FHIR document, every version with its proof in the ledger, manifest of
 * hashes under the facility's seal. Exporting is another right than reading and leaves its own trace.
 * @see Law on Medical Examination and Treatment 15/2023/QH15, article 69 (4)
 */
export async function exportRecord(
  ctx: Context,
  id: string,
  images: ImagesAs = 'included',
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const gathered = await atOneMoment(ctx, (tx) => gather(tx, id))
  const { record, number, papers: all, fhir, versions, visit } = gathered
  const signed = all.filter((file) => file.state !== 'unsigned')
  const papers: ArchivePaper[] = []
  for (const file of signed)
    papers.push({ name: paperName(file), bytes: await ctx.blobs.get(await provenFile(ctx, file.sha256)) })
  const attached = await attachedFiles(
    ctx,
    versions,
    papers.map((paper) => paper.bytes),
  )
  const pictured = withImages(attached, versions, { as: images, address: addressOf(ctx, id) })
  const [facility, madeAt] = [await facilityName(ctx), instantInVietnam(ctx.now())]
  const readable = readableFiles({
    record,
    visit,
    facility,
    madeAt,
    papers: signed.map((file) => ({ ...file, path: `papers/${paperName(file)}.pdf` })),
    attached: [...pictured.files.keys()],
    images: pictured.images,
  })
  const proofs = await ledgerFiles(ctx, id, versions)
  const sealed = await sealedExchange(ctx, readable)
  const more = [
    ...sealed,
    ...historyFiles(versions),
    ...pictured.files,
    ...proofs,
    ...(await rowProofs(ctx, fhir)),
  ]
  const bytes = await buildRecordArchive(ctx, {
    record: number,
    facility,
    madeAt,
    madeBy: ctx.actor.name,
    about: aboutOf(record, all.length - signed.length),
    fhir,
    papers,
    more: more.map(([path, content]) => ({ path, bytes: content })),
  })
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    patientId: record.patient?.id,
    entities: [`Encounter/${id}`],
    detail: { papers: papers.length, versions: versions.length, bytes: bytes.length, images },
  })
  return { name: `ho-so-${number.replace(/[^\w-]+/g, '-')}.zip`, bytes }
}

/** What a reader of the record gets, without seal and signatures: for comparing two programs on one record. */
export async function renderRecord(ctx: Context, id: string): Promise<ReadonlyMap<string, Buffer>> {
  const { record, visit, fhir, papers } = await atOneMoment(ctx, (tx) => gather(tx, id))
  const about = { facility: await facilityName(ctx), madeAt: instantInVietnam(ctx.now()) }
  const told = papers.map((file) => ({ ...file, path: `papers/${paperName(file)}.pdf` }))
  const files = readableFiles({ record, visit, ...about, papers: told, attached: [], images: [] })
  return new Map(files).set('record.fhir.json', fhir)
}

/** The ministry's form in XML goes out under the seal of the facility (XAdES, as the last child of its root). */
async function sealedExchange(
  ctx: Context,
  readable: ReadonlyMap<string, Buffer>,
): Promise<ReadonlyMap<string, Buffer>> {
  const plain = readable.get(exchangePath)
  if (!plain) return readable
  return new Map(readable).set(exchangePath, await sealXml(ctx, plain, 'Con dấu của cơ sở'))
}

/** Reads that all see the same state of the record. */
function atOneMoment<T>(ctx: Context, read: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return read(ctx)
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => read({ ...ctx, db: tx }))
}

async function gather(ctx: Context, id: string): Promise<Gathered> {
  const record = await readMembers(ctx, id)
  const number = numberOfRecord(record.encounter) ?? id
  const { bytes, around } = await recordBundle(ctx, id, number)
  const members = await listRecordVersions(ctx, id, idOf(record.encounter.subject) ?? '')
  return {
    record,
    number,
    visit: await readVisit(ctx, id),
    papers: await listPaperFiles(ctx, id),
    fhir: bytes,
    versions: [...(await listVersions(ctx, around)), ...members],
  }
}

function paperName(file: {
  readonly form: string
  readonly id: string
  readonly version: number
  readonly state: string
}): string {
  return [
    file.form.replace('/', '-'),
    file.id.slice(-6),
    `v${file.version}`,
    ...(file.state === 'superseded' ? ['thay-the'] : []),
    ...(file.state === 'cancelled' ? ['da-huy'] : []),
  ].join('-')
}

/** Facts beside the files that a reader of the manifest wants. */
function aboutOf(record: RecordMembers, unsigned: number): Record<string, string> {
  const { encounter, patient } = record
  const facts: Record<string, string | undefined> = {
    state: stateOf(encounter),
    archiveNumber: archiveNumberOf(encounter),
    mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value,
    startedAt: encounter.period?.start,
    endedAt: encounter.period?.end,
    keptUntil: retentionOnRecord(encounter)?.until,
    unsignedPapers: unsigned === 0 ? undefined : String(unsigned),
  }
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined),
  )
}

async function facilityName(ctx: Context): Promise<string> {
  const { rows } = await sql<{
    code: string
    name: string
  }>`select code, name from facility where id = ${ctx.facility}`.execute(ctx.db)
  return rows[0] ? `${rows[0].code} ${rows[0].name}` : String(ctx.facility)
}
