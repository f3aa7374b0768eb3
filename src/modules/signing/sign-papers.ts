import { createHash } from 'node:crypto'
import type { DocumentReference, Provenance, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { openAuthority } from './authority.ts'
import type { SignAnswer, SignBody, SignedPaper } from './contract.ts'
import { signingErrors } from './errors.ts'
import { signPaper } from './pades/sign.ts'
import { blobHash, slotTitle, withContent } from './paper.ts'
import { provenanceOf } from './provenance.ts'
import { signatureMark } from './signature-mark.ts'
import type { Signer } from './signers/signer.ts'
import { lockSlots, markSigned, type Slot } from './slots.ts'
import { isForMe, officesOf, signedApart } from './standing.ts'
import { subjectName } from './x509/certificate.ts'

type Shown = SignBody['documents'][number]
type Paper = DocumentReference & { id: string }

/** The slot whose turn it is, when it is the acting person's. */
async function mySlot(ctx: Context, paper: Paper, slots: readonly Slot[]): Promise<Slot> {
  const offices = await officesOf(ctx)
  const next = slots.find((slot) => slot.state === 'waiting')
  if (next && isForMe(ctx, offices, next)) {
    const before = signedApart(ctx, next, slots)
    if (!before) return next
    const titleOf = ({ slot }: Slot) => slotTitle(paper, slot, ctx.language)
    throw signingErrors.samePerson({ id: paper.id, slot: titleOf(next), signed: titleOf(before) })
  }
  const later = slots.some((slot) => isForMe(ctx, offices, slot))
  if (later && next)
    throw signingErrors.notYourTurn({ id: paper.id, slot: slotTitle(paper, next.slot, ctx.language) })
  throw signingErrors.noSlot({ id: paper.id })
}

const counts: ReadonlySet<string> = new Set(['completed', 'amended'])

/** A form that is cancelled, or open again to be changed, has no paper that can be signed until it is completed anew. */
async function refuseOpenForm(ctx: Context, { id, context }: Paper): Promise<void> {
  for (const { reference } of context?.related ?? []) {
    const [type, formId = ''] = reference?.split('/') ?? []
    if (type !== 'QuestionnaireResponse') continue
    const { status } = await readResource<QuestionnaireResponse & { id: string }>(ctx, type, formId)
    if (!counts.has(status)) throw signingErrors.formNotCompleted({ id, state: status })
  }
}

/** The paper, when it is still the one that the signer was shown. What you see is what you sign. */
async function shownPaper(ctx: Context, shown: Shown): Promise<{ paper: Paper; bytes: Buffer }> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', shown.id)
  if (paper.status !== 'current') throw signingErrors.notSignable({ id: shown.id, state: paper.status ?? '' })
  if (paper.docStatus !== 'preliminary')
    throw signingErrors.notSignable({ id: shown.id, state: paper.docStatus ?? '' })
  const same = paper.meta?.versionId === String(shown.version) && blobHash(paper) === shown.sha256
  if (!same) throw signingErrors.contentChanged({ id: shown.id })
  await refuseOpenForm(ctx, paper)
  const bytes = await ctx.blobs.get(shown.sha256)
  if (createHash('sha256').update(bytes).digest('hex') !== shown.sha256)
    throw signingErrors.contentChanged({ id: shown.id })
  return { paper, bytes }
}

interface Writing {
  readonly paper: Paper
  readonly slot: Slot
  readonly hash: string
  readonly size: number
  readonly complete: boolean
  readonly at: Date
}

async function write(ctx: Context, what: Writing): Promise<number> {
  const { paper, slot, at } = what
  const corrected = paper.extension?.some((one) => one.url === ext.correctionReason)
  const docStatus = what.complete ? (corrected ? 'amended' : 'final') : 'preliminary'
  const resource: Paper = {
    ...withContent(paper, what.hash, what.size),
    docStatus,
    ...(ctx.actor.practitionerId
      ? { authenticator: { reference: `Practitioner/${ctx.actor.practitionerId}` } }
      : {}),
  }
  const before = Number(paper.meta?.versionId)
  const [written] = await commit(ctx, [{ kind: 'update', resource, ifVersion: before }])
  const version = written?.version ?? before + 1
  const provenance: Provenance & { id: string } = provenanceOf(ctx, { paper, slot, version, before, at })
  await commit(ctx, [{ kind: 'create', resource: provenance, id: provenance.id }])
  await markSigned(ctx, slot, { at, provenanceId: provenance.id })
  return version
}

async function signOne(ctx: Context, shown: Shown, signer: Signer): Promise<SignedPaper> {
  const slots = await lockSlots(ctx, shown.id)
  const { paper, bytes } = await shownPaper(ctx, shown)
  const slot = await mySlot(ctx, paper, slots)
  const authority = await openAuthority(ctx)
  const at = ctx.now()
  const title = slotTitle(paper, slot.slot, 'vi')
  const name = subjectName(signer.certificate)
  const appearance = await signatureMark(ctx, {
    paper,
    slot: slot.slot,
    bytes,
    name,
    title,
    at,
    sha256: shown.sha256,
  })
  const signed = await signPaper(
    bytes,
    { field: slot.slot, name, reason: title, at, appearance },
    signer,
    authority.stamper,
  )
  const hash = await ctx.blobs.put(signed)
  const complete = slots.every((one) => one.slot === slot.slot || one.state === 'signed')
  const version = await write(ctx, { paper, slot, hash, size: signed.length, complete, at })
  await writeAudit(ctx, {
    action: 'sign',
    outcome: 'success',
    patientId: idOf(paper.subject),
    entities: [`DocumentReference/${paper.id}/_history/${version}`],
    detail: { slot: slot.slot, sha256: hash },
  })
  return { id: paper.id, version, sha256: hash, complete }
}

/** Signs papers one after the other, all or none. In order of their ids, so that two batches cannot block each other. */
export async function signPapers(ctx: Context, documents: readonly Shown[], signer: Signer): Promise<SignAnswer> {
  const signed: SignedPaper[] = []
  for (const shown of [...documents].sort((a, b) => a.id.localeCompare(b.id)))
    signed.push(await signOne(ctx, shown, signer))
  return { signed, signedAt: instantInVietnam(ctx.now()) }
}
