import type { Patient, Provenance } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { findResource, readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { ConfirmationMethod, ConfirmationsOfPaper, ConfirmationView } from '../contract.ts'
import { pathOf, type Stroke } from '../domain/drawn-signature.ts'
import { installedTrust } from '../installed-trust.ts'
import { blobHash, formOf } from '../paper.ts'
import { validate } from '../report/validate.ts'
import { requireDoor } from './desk-door.ts'
import { confirmationErrors } from './errors.ts'
import { fingerprintReaders } from './fingerprint-readers.ts'
import { type Paper, placesToConfirm } from './paper-to-confirm.ts'
import { confirmationRules, relationOf } from './rules.ts'
import { canSend } from './send-message.ts'
import type { Confirmed } from './statement.ts'
import { confirmationTable } from './table.ts'

async function doneOn(ctx: Context, documentId: string): Promise<string[]> {
  const rows = await confirmationTable(ctx)
    .selectFrom('confirmation')
    .select('provenance_id')
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', documentId)
    .where('state', '=', 'done')
    .orderBy('created_at')
    .execute()
  return rows.flatMap((row) => row.provenance_id ?? [])
}

/** What was sealed: the payload of the JAdES signature. */
function readSealed(sealed: Buffer): Confirmed {
  const { payload } = JSON.parse(sealed.toString('utf8')) as { payload: string }
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Confirmed
}

/** Whether the file that was confirmed is what the paper's file begins with: signers added to it since, nobody changed it. */
async function isSameContent(ctx: Context, paper: Paper, sha256: string): Promise<boolean> {
  const now = blobHash(paper)
  if (now === sha256) return true
  const [shown, file] = await Promise.all([ctx.blobs.get(sha256), ctx.blobs.get(now)])
  return file.subarray(0, shown.length).equals(shown)
}

async function view(ctx: Context, paper: Paper, id: string): Promise<ConfirmationView> {
  const provenance = await readResource<Provenance & { id: string }>(ctx, 'Provenance', id)
  const sealed = Buffer.from(provenance.signature?.[0]?.data ?? '', 'base64')
  const report = validate(sealed, await installedTrust(ctx), { now: ctx.now() })
  const confirmed = readSealed(sealed)
  const { by, evidence, method, place } = confirmed
  const title = placesToConfirm(paper).find((one) => one.id === place)?.title[ctx.language]
  return {
    id,
    place,
    placeTitle: title ?? place,
    method,
    name: by.name,
    takenBy: confirmed.takenBy.name,
    at: confirmed.confirmedAt,
    sameContent: await isSameContent(ctx, paper, confirmed.paper.sha256),
    faults: report ? report.signatures.flatMap(({ faults }) => [...faults]) : ['unreadable'],
    ...present({
      relation: relationOf(by.relation)?.[ctx.language],
      witness: confirmed.witness,
      path: method === 'drawn' ? pathOf(evidence['strokes'] as readonly Stroke[]) : undefined,
    }),
  }
}

async function methodsHere(ctx: Context): Promise<ConfirmationMethod[]> {
  const isPatient = ctx.actor.kind === 'patient'
  return [
    ...(isPatient ? [] : (['drawn'] as const)),
    ...(canSend(ctx) ? (['otp'] as const) : []),
    'passkey' as const,
    ...(!isPatient && (await fingerprintReaders(ctx)).length > 0 ? (['fingerprint'] as const) : []),
  ]
}

/** The paper, for staff who take them, or for the patient that it is of. */
async function readForMe(ctx: Context, documentId: string): Promise<Paper> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', documentId)
  if (ctx.actor.kind === 'patient' && idOf(paper.subject) !== ctx.actor.patientId)
    throw commonErrors.notFound({ type: 'DocumentReference', id: documentId })
  return paper
}

/** The file that is shown to who confirms it. */
export async function readFileToConfirm(ctx: Context, documentId: string): Promise<Buffer> {
  const paper = await readForMe(ctx, documentId)
  if (placesToConfirm(paper).length === 0) throw confirmationErrors.noPlace({ id: documentId })
  await requireDoor(ctx, paper, (await doneOn(ctx, documentId)).length, 'content')
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: idOf(paper.subject),
    entities: [`DocumentReference/${paper.id}/_history/${paper.meta?.versionId}`],
    purpose: 'confirmation',
  })
  return ctx.blobs.get(blobHash(paper))
}

/** Papers of the acting patient that wait for a confirmation of theirs, newest first. */
export async function listMyPapers(ctx: Context): Promise<{ id: string; title: string; date: string }[]> {
  if (!ctx.actor.patientId) return []
  const query = { patient: `Patient/${ctx.actor.patientId}`, status: 'current' }
  const papers = await searchResources<Paper>(ctx, 'DocumentReference', query)
  const asking = papers.filter((paper) => placesToConfirm(paper).length > 0)
  const open = await Promise.all(
    asking.map(async (paper) => (await doneOn(ctx, paper.id)).length < placesToConfirm(paper).length),
  )
  return asking
    .filter((_, at) => open[at])
    .map((paper) => ({ id: paper.id, title: formOf(paper).title[ctx.language], date: paper.date ?? '' }))
    .sort((a, b) => b.date.localeCompare(a.date))
}

/** The confirmations of a paper, each checked anew, and what may still be confirmed on it and how. */
export async function listConfirmations(ctx: Context, documentId: string): Promise<ConfirmationsOfPaper> {
  const paper = await readForMe(ctx, documentId)
  const done = await doneOn(ctx, documentId)
  await requireDoor(ctx, paper, done.length, 'list')
  const given = await Promise.all(done.map((id) => view(ctx, paper, id)))
  const patient = await findResource<Patient>(ctx, 'Patient', idOf(paper.subject))
  const isOpen = (place: string) => paper.status === 'current' && !given.some((one) => one.place === place)
  return {
    title: formOf(paper).title[ctx.language],
    form: formOf(paper).code,
    version: Number(paper.meta?.versionId ?? 1),
    sha256: blobHash(paper),
    patientId: idOf(paper.subject),
    patientName: paper.subject?.display ?? '',
    ...present({ phone: patient?.telecom?.find(({ system }) => system === 'phone')?.value }),
    places: placesToConfirm(paper).map(({ id, title }) => ({ id, title: title[ctx.language], open: isOpen(id) })),
    methods: (await methodsHere(ctx)).map((method) => ({ method, ...confirmationRules.methods[method] })),
    relations: confirmationRules.relations.map((one) => ({ code: one.code, title: one[ctx.language] })),
    given,
  }
}
