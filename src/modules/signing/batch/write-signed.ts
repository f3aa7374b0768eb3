import type { Provenance } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import type { CommitOptions } from '#store/types.ts'
import type { SignedPaper } from '../contract.ts'
import { signingErrors } from '../errors.ts'
import type { Outcome } from '../evidence/complete-paper.ts'
import { writeOutcome } from '../evidence/debts.ts'
import { withContent } from '../paper.ts'
import { provenanceOf } from '../provenance.ts'
import { lockSlots, markSigned, type Slot } from '../slots.ts'
import { isLast, type Paper, readForSigning, type ToSign } from './read-for-signing.ts'

/** A signed file that nobody knows of yet. */
export interface SignedFile {
  readonly of: ToSign
  readonly bytes: Buffer
  /** The places that are signed in it. */
  readonly places: readonly string[]
  /** Whom the certificate names. */
  readonly name: string
  readonly at: Date
  /** How far it is proven: what a service that was down still owes is noted with it. */
  readonly outcome: Outcome
}

interface Writing {
  readonly what: ToSign
  readonly places: readonly Slot[]
  readonly complete: boolean
  readonly name: string
  readonly hash: string
  readonly size: number
  readonly at: Date
}

/** What came to a record after archiving is signed there; nothing else of a closed record is. */
function supplementOf(paper: Paper): CommitOptions {
  const reason = paper.extension?.find((one) => one.url === ext.supplement)?.valueString
  return reason === undefined
    ? {}
    : { authority: { permission: 'records.supplement', reason }, act: 'record.supplement' }
}

async function write(ctx: Context, writing: Writing): Promise<number> {
  const { what, places, complete, name, hash, size, at } = writing
  const { as, paper } = what
  const corrected = paper.extension?.some((one) => one.url === ext.correctionReason)
  const docStatus = complete ? (corrected ? 'amended' : 'final') : 'preliminary'
  const resource: Paper = {
    ...withContent(paper, hash, size),
    docStatus,
    ...(as === 'person' && ctx.actor.practitionerId
      ? { authenticator: { reference: `Practitioner/${ctx.actor.practitionerId}` } }
      : {}),
  }
  const before = Number(paper.meta?.versionId)
  const [written] = await commit(ctx, [{ kind: 'update', resource, ifVersion: before }], supplementOf(paper))
  const version = written?.version ?? before + 1
  const sealedBy = as === 'facility' ? name : undefined
  const by = as === 'person' ? ctx.actor.practitionerId : undefined
  for (const slot of places) {
    const provenance: Provenance & { id: string } = provenanceOf(ctx, {
      sealedBy,
      paper,
      slot,
      version,
      before,
      at,
    })
    await commit(ctx, [{ kind: 'create', resource: provenance, id: provenance.id }], supplementOf(paper))
    await markSigned(ctx, slot, { by, at, provenanceId: provenance.id })
  }
  return version
}

/**
 * Puts a signed file in the place of the paper, when all that held before it was signed holds still. Its places are
 * locked, so of two who sign in one place at once the second is refused.
 */
export async function writeSigned(
  ctx: Context,
  { of, bytes, places: signed, name, at, outcome }: SignedFile,
): Promise<SignedPaper> {
  const slots = await lockSlots(ctx, of.shown.id)
  const what = await readForSigning(ctx, of.shown, slots, of.as)
  const places = [what.slot, ...what.also].filter(({ slot }) => signed.includes(slot))
  if (places.length !== signed.length) throw signingErrors.contentChanged({ id: of.shown.id })
  const complete = isLast(slots, signed)
  const hash = await ctx.blobs.put(bytes)
  const version = await write(ctx, { what, places, complete, name, hash, size: bytes.length, at })
  await writeOutcome(ctx, { documentId: of.shown.id, sha256: hash }, outcome)
  await writeAudit(ctx, {
    action: 'sign',
    outcome: 'success',
    patientId: idOf(what.paper.subject),
    entities: [`DocumentReference/${what.paper.id}/_history/${version}`],
    detail: { slot: signed.join(' '), as: of.as, sha256: hash },
  })
  return { id: what.paper.id, version, sha256: hash, complete }
}
