import type { DocumentReference, Organization } from '@medplum/fhirtypes'
import { closedStates, cs, ext } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { findRecordState, patientNameOf } from '#modules/records/index.ts'
import { keepSealed, type SealedPaper, sealPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer, recordBinder } from '#platform/typst/forms-folder.ts'
import type { RenderJob } from '#platform/typst/job.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import { mediaTypeOf } from './inspect.ts'
import type { ScanRow } from './repository.ts'

const system = 'Lãn Ông – hệ thống hồ sơ bệnh án điện tử'
const minute = (at: Date) => instantInVietnam(at).slice(0, 16).replace('T', ' ')

/** A sealed scan that is in no record yet. */
export interface SealedScan {
  readonly id: string
  readonly sealed: SealedPaper
  /** Media type of the file as it was uploaded. */
  readonly type: string
}

/** Seals a scan: front leaf, mark of conversion on every page, seal of the facility. Runs outside of any transaction. */
export async function sealScan(ctx: Context, scan: ScanRow): Promise<SealedScan> {
  const record = await findRecordState(ctx, scan.encounter_id)
  const id = ctx.newId()
  const type = mediaTypeOf(await ctx.blobs.get(scan.original))
  return { id, type, sealed: await sealedFile(ctx, id, scan, record.number) }
}

/** Puts a sealed scan into its record. */
export async function fileScan(ctx: Context, scan: ScanRow, { id, type, sealed }: SealedScan): Promise<string> {
  const record = await findRecordState(ctx, scan.encounter_id)
  const resource = documentOf(ctx, scan, { id, type, ...(await keepSealed(ctx, id, sealed)) })
  const reason = `Số hóa: ${scan.title ?? scan.name}`
  const closed = closedStates.has(record.state)
  const change = closed ? { ...resource, extension: [{ url: ext.supplement, valueString: reason }] } : resource
  await commit(
    ctx,
    [{ kind: 'create', resource: change, id }],
    closed ? { authority: { permission: 'records.supplement', reason }, act: 'record.supplement' } : {},
  )
  return id
}

async function sealedFile(ctx: Context, id: string, scan: ScanRow, number: string): Promise<SealedPaper> {
  const owner = (await findResource<Organization>(ctx, 'Organization', 'facility'))?.name ?? ''
  const told = {
    owner,
    converter: scan.uploaded_name,
    convertedAt: minute(scan.uploaded_at),
    checker: ctx.actor.name,
    checkedAt: minute(ctx.now()),
  }
  const job = (template: string, data: object): RenderJob => ({
    template,
    data: { ...told, ...data },
    at: ctx.now(),
    standard: 'a-2b',
  })
  const front = job('_print/scan-front.typ', {
    documentTitle: scan.title ?? scan.name,
    title: scan.title ?? scan.name,
    form: scan.form ?? '',
    datedOn: scan.dated_on ?? '',
    patient: await patientNameOf(ctx, scan.patient_id),
    record: number,
    count: scan.pages,
    original: scan.original,
    system,
  })
  const { marks } = await paperRenderer().render(front)
  const { pdf } = await recordBinder().bind({
    front,
    frontTitle: 'Bản số hóa',
    parts: [{ title: scan.title ?? scan.name, pdf: await ctx.blobs.get(scan.clean) }],
    mark: job('_print/scan-mark.typ', { code: id }),
  })
  const place = marks.find((one) => one.slot === 'seal')
  if (!place) throw new Error('the front leaf of a scan has no place for the seal')
  const { width, height } = place
  const empty = await paperRenderer().render({
    template: '_print/signature.typ',
    data: { signed: false, width, height },
    at: new Date(0),
    standard: 'a-2b',
  })
  const title = 'Chữ ký số của cơ quan, tổ chức'
  return sealPaper(ctx, pdf, { id, place: { name: 'seal', ...place }, title, empty: empty.pdf })
}

function documentOf(
  ctx: Context,
  scan: ScanRow,
  file: { readonly id: string; readonly type: string; readonly sha256: string; readonly size: number },
): DocumentReference & { id: string } {
  const title = scan.title ?? scan.name
  return {
    resourceType: 'DocumentReference',
    id: file.id,
    masterIdentifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${file.id}` },
    status: 'current',
    docStatus: 'final',
    type: {
      coding: [{ system: cs.form, code: 'SCAN', version: dayInVietnam(ctx.now()), display: 'Bản số hóa' }],
      text: title,
    },
    subject: { reference: `Patient/${scan.patient_id}` },
    date: instantInVietnam(ctx.now()),
    custodian: { reference: 'Organization/facility' },
    description: `Bản số hóa: ${title}`,
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          language: 'vi',
          url: `urn:lanong:blob:${file.sha256}`,
          size: file.size,
          title,
          creation: scan.dated_on ?? instantInVietnam(scan.uploaded_at),
        },
      },
      // The file as it was uploaded goes with the record wherever it goes; the front leaf names its hash.
      {
        attachment: {
          contentType: file.type,
          url: `urn:lanong:blob:${scan.original}`,
          title: scan.name,
          creation: instantInVietnam(scan.uploaded_at),
        },
      },
    ],
    context: { encounter: [{ reference: `Encounter/${scan.encounter_id}` }] },
  }
}
