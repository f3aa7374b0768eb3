import type { DocumentReference, Encounter, Resource } from '@medplum/fhirtypes'
import { ext, type RecordState } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { requirePermission } from '#platform/permission.ts'
import { transitionOf } from './domain/transitions.ts'
import { archiveNumberOf, eventsOf, numberOfRecord, stateOf } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { isGrantedByOther } from './reopenings.ts'
import { dirtyMarked, recordIndexed } from './repository.ts'

/**
 * The state of a record moves only along its table, by who may, and every step says who, when and why.
 * Asked before every write of an Encounter from any channel; only the system itself (import, restore)
 * may bring in a record that is not open.
 */
const states: Guard = {
  name: 'record states',
  types: ['Encounter'],
  check(ctx, change) {
    const before = change.before as Encounter | undefined
    const after = change.after as Encounter | undefined
    if (!after) return
    keepNumber(before, after)
    const [from, to] = [before ? stateOf(before) : 'open', stateOf(after)]
    const known = before ? eventsOf(before).length : 0
    if (from === to) {
      if (before && eventsOf(after).length !== known) throw recordErrors.eventMissing(named(after))
      return
    }
    if (!before && ctx.actor.kind === 'system') return
    return checkTransition(ctx, { from, to, after, known, isUndone: change.act === 'stay.undo' })
  },
}

/** Whether this step is on the table, by who may, with what it needs. */
async function checkTransition(
  ctx: Context,
  step: { from: RecordState; to: RecordState; after: Encounter; known: number; isUndone: boolean },
): Promise<void> {
  const { from, to, after, known } = step
  const transition = transitionOf(from, to)
  if (!transition) throw recordErrors.badTransition({ from, to })
  // A discharge that was only just noted is undone by who may discharge; nothing was completed yet.
  const isUndone = step.isUndone && from === 'finished'
  requirePermission(ctx.actor, isUndone ? 'ward.discharge' : transition.permission)
  const events = eventsOf(after)
  const event = events[known]
  if (events.length !== known + 1 || event?.state !== to || !event.at)
    throw recordErrors.eventMissing(named(after))
  if (transition.needs.includes('reason') && !event.reason) throw recordErrors.reasonMissing(named(after))
  const retention = after.extension?.some((one) => one.url === ext.retention)
  if (transition.needs.includes('archiveNumber') && !(archiveNumberOf(after) && retention))
    throw recordErrors.archiveNumberMissing(named(after))
  if (transition.needs.includes('secondPerson') && !(await isGrantedByOther(ctx, after.id ?? '')))
    throw recordErrors.secondPerson()
}

const named = (encounter: Encounter) => ({ number: numberOfRecord(encounter) ?? encounter.id ?? '' })

function keepNumber(before: Encounter | undefined, after: Encounter): void {
  const number = before && numberOfRecord(before)
  if (before && number && numberOfRecord(after) !== number) throw recordErrors.numberIsFixed(named(before))
}

/** Keeps the row of a record by which it is found. */
const index: Guard = {
  name: 'record index',
  types: ['Encounter'],
  beside(ctx, changes) {
    return changes.flatMap(({ id, after }) => {
      const encounter = after as Encounter | undefined
      const number = encounter && !encounter.partOf ? numberOfRecord(encounter) : undefined
      if (!encounter || !number) return []
      return recordIndexed(ctx, {
        encounter_id: id,
        record_number: number,
        archive_number: archiveNumberOf(encounter) ?? null,
        state: stateOf(encounter),
        kind: encounter.class?.code ?? '',
        patient_id: encounter.subject?.reference?.split('/')[1] ?? '',
        started_at: new Date(encounter.period?.start ?? ctx.now()),
        ended_at: encounter.period?.end ? new Date(encounter.period.end) : null,
      })
    })
  },
}

/** A write of a member makes the row's completeness old; it is looked at again before it is shown. */
const members: Guard = {
  name: 'record index: members',
  types: [
    'DocumentReference',
    'QuestionnaireResponse',
    'MedicationRequest',
    'ServiceRequest',
    'DiagnosticReport',
    'Condition',
    'Communication',
    'Patient',
  ],
  beside(ctx, changes) {
    const patientIds = changes.filter(({ type }) => type === 'Patient').map(({ id }) => id)
    const encounterIds = changes
      .filter((change) => change.type !== 'Patient' && isOfHouse(change))
      .flatMap((change) => encounterOf(change.after ?? change.before) ?? [])
    return dirtyMarked(ctx, { patientIds, encounterIds: [...new Set(encounterIds)] })
  },
}

/** Bulk imports of other systems' resources have no record here; they are not worth a question each. */
function isOfHouse(change: GuardedChange): boolean {
  return JSON.stringify(change.after ?? change.before).includes('urn:lanong:')
}

function encounterOf(resource: Resource | undefined): string | undefined {
  const { encounter, context } = (resource ?? {}) as {
    encounter?: { reference?: string }
    context?: { encounter?: readonly { reference?: string }[] }
  }
  const reference = encounter?.reference ?? context?.encounter?.[0]?.reference
  return reference?.startsWith('Encounter/') ? reference.slice('Encounter/'.length) : undefined
}

/** The mark that lets a paper be signed in a closed record is given by the supplement itself, over no other channel. */
const supplements: Guard = {
  name: 'supplements to archived records',
  types: ['DocumentReference'],
  check(_ctx, { before, after, act }) {
    const markOf = (resource: Resource | undefined) =>
      (resource as DocumentReference | undefined)?.extension?.find((one) => one.url === ext.supplement)
        ?.valueString
    if (act !== 'record.supplement' && after && markOf(before) !== markOf(after))
      throw recordErrors.supplementMark()
  },
}

export const guards: readonly Guard[] = [states, index, members, supplements]
