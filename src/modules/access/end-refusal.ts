import type { Consent } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { isRefusal } from './domain/loosens.ts'
import { accessErrors } from './errors.ts'
import { tellReviewers } from './open-glass.ts'
import { profileOf } from './profile.ts'
import type { OwnRefusalEnd, RefusalDecision, RefusalEnd } from './refusal-contract.ts'
import { findRefusalEnds } from './refusals.ts'

/** The patient, or who represents the patient, takes a refusal back: it ends at once. */
export async function endOwnRefusal(ctx: Context, { consent, reason }: OwnRefusalEnd): Promise<void> {
  const found = await readRefusal(ctx, consent)
  const { patients } = await profileOf(ctx)
  if (!patients.includes(patientOf(found))) throw commonErrors.notFound({ type: 'Consent', id: consent })
  const by = patientOf(found) === ctx.actor.patientId ? 'patient' : 'representative'
  const text = reason?.trim() ?? ''
  await sql`
    insert into access_refusal_end (facility, id, consent, consent_version, reason, asked_by, asked_at, decision, decided_by, decided_at)
    values (${ctx.facility}, ${ctx.newId()}, ${consent}, ${versionOf(found)}, ${text}, ${ctx.actor.id}, ${ctx.now()}, 'ended',
      ${ctx.actor.id}, ${ctx.now()})`.execute(ctx.db)
  // Patients write nothing else of their records: the rules know no such right, this act is it.
  const { access: _, ...whole } = ctx
  await end(whole, found, text)
  await tellJournal(ctx, found, { kind: 'refusal.ended', by, reason: text })
}

/** Staff ask to end a refusal by a document of the patient; another person decides. */
export async function askRefusalEnd(ctx: Context, body: RefusalEnd): Promise<{ readonly id: string }> {
  const found = await readRefusal(ctx, body.consent)
  const [reason, document] = [body.reason.trim(), body.document.trim()]
  const id = ctx.newId()
  await sql`
    insert into access_refusal_end (facility, id, consent, consent_version, reason, document, asked_by, asked_at)
    values (${ctx.facility}, ${id}, ${body.consent}, ${versionOf(found)}, ${reason}, ${document}, ${ctx.actor.id},
      ${ctx.now()})`.execute(ctx.db)
  await tellJournal(ctx, found, { kind: 'refusal.asked', asked: id, reason, document })
  await tellReviewers(ctx, id)
  return { id }
}

/** A second person ends the refusal as it was when it was asked about, or lets it stand. */
export async function decideRefusalEnd(
  ctx: Context,
  id: string,
  { end: ends, note }: RefusalDecision,
): Promise<void> {
  const [row] = await findRefusalEnds(ctx, sql`id = ${id}`)
  if (!row) throw commonErrors.notFound({ type: 'refusal end', id })
  if (await isSamePerson(ctx, row.asked_by)) throw accessErrors.ownRefusalEnd()
  const { numAffectedRows } = await sql`
    update access_refusal_end set decision = ${ends ? 'ended' : 'kept'}, note = ${note.trim()}, decided_by = ${ctx.actor.id},
      decided_at = ${ctx.now()}
    where facility = ${ctx.facility} and id = ${id} and decision is null`.execute(ctx.db)
  if (numAffectedRows !== 1n) throw accessErrors.reviewed()
  const found = await readResource<Consent>(ctx, 'Consent', row.consent)
  if (ends) {
    if (!isRefusal(found) || versionOf(found) !== row.consent_version) throw accessErrors.refusalChanged()
    await end(ctx, found, row.reason)
  }
  await tellJournal(ctx, found, {
    kind: ends ? 'refusal.ended' : 'refusal.kept',
    asked: id,
    askedBy: row.asked_by,
    decision: ends ? 'ended' : 'kept',
    note: note.trim(),
  })
}

async function readRefusal(ctx: Context, id: string): Promise<Consent> {
  const found = await readResource<Consent>(ctx, 'Consent', id)
  if (!isRefusal(found)) throw accessErrors.refusalChanged()
  return found
}

async function end(ctx: Context, found: Consent, purpose: string): Promise<void> {
  const resource: Consent = { ...found, status: 'inactive' }
  await commit(ctx, [{ kind: 'update', resource, ifVersion: versionOf(found) }], { purpose, act: 'access.loosen' })
}

const tellJournal = (ctx: Context, found: Consent, detail: Readonly<Record<string, string>>) =>
  writeAudit(ctx, {
    action: 'access-refusal',
    outcome: 'success',
    patientId: patientOf(found),
    entities: [`Consent/${found.id}`],
    detail,
  })

const patientOf = ({ patient }: Consent) => patient?.reference?.split('/').at(-1) ?? ''
const versionOf = ({ meta }: Consent) => Number(meta?.versionId)
