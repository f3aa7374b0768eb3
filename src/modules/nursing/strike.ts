import type { Annotation, Communication, Observation, Procedure, Task } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import type { StrikeBody } from './contract.ts'
import { nursingErrors } from './errors.ts'
import { glucoseCode } from './glucose.ts'
import { openStay } from './stay.ts'

type Entry = (Observation | Procedure | Task | Communication) & { id: string }

const ownSystems: ReadonlySet<string> = new Set([cs.fluid, cs.line, cs.nursingTask])

/** Whether nursing wrote it: vital signs and calls have their own way back. */
function isOwn(entry: Entry): boolean {
  if (entry.resourceType === 'Communication')
    return entry.category?.some(({ coding }) => coding?.some(({ code }) => code === 'nursing-note')) === true
  const codings = entry.code?.coding ?? []
  if (codings.some(({ code }) => code === 'escalation')) return false
  return codings.some(({ system, code }) => ownSystems.has(system ?? '') || code === glucoseCode)
}

/** Strikes an entry through with its reason: it stays readable and counts no more. */
export async function strikeEntry(ctx: Context, stayId: string, { type, id, reason }: StrikeBody): Promise<void> {
  const stay = await openStay(ctx, stayId)
  const entry = await findResource<Entry>(ctx, type, id)
  if (!entry || idOf(entry.encounter) !== stay.encounterId || !isOwn(entry)) throw nursingErrors.noSuchEntry()
  if (entry.status === 'entered-in-error') throw nursingErrors.struckAlready()
  const note: Annotation = { text: reason.trim(), time: instantInVietnam(ctx.now()), authorString: ctx.actor.name }
  const resource = { ...entry, status: 'entered-in-error', note: [...(entry.note ?? []), note] }
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(entry.meta?.versionId ?? 1) } as Change])
}
