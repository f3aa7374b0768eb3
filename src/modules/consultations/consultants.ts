import type { Encounter } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { encounterOf, hasAccepted, isPerson, kindOf, type Meeting } from './domain/meeting.ts'

type Participant = NonNullable<Encounter['participant']>[number]

/** Who takes part for a consultation only. */
export const isConsultant = ({ type }: Participant): boolean =>
  type?.some(({ coding }) =>
    coding?.some(({ system, code }) => system === cs.participationType && code === 'CON'),
  ) === true

const isOpen = (one: Participant): boolean => isConsultant(one) && one.period?.end === undefined

/**
 * Who consults takes part in the stay from the acceptance until the end of the consultation: the stay says so itself, with
 * both moments.
 */
export async function consultantChange(ctx: Context, meeting: Meeting, ends: boolean): Promise<readonly Change[]> {
  if (kindOf(meeting.root) !== 'consultation') return []
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterOf(meeting))
  const participant = next(encounter.participant ?? [], meeting, ends, instantInVietnam(ctx.now()))
  if (participant === undefined) return []
  return [
    {
      kind: 'update',
      resource: { ...encounter, participant: [...participant] },
      ifVersion: Number(encounter.meta?.versionId),
    },
  ]
}

/** The participants as they are now; undefined when nothing changes. */
function next(
  standing: readonly Participant[],
  { invitations }: Meeting,
  ends: boolean,
  at: string,
): readonly Participant[] | undefined {
  const people = invitations.filter(({ owner }) => isPerson(owner))
  const invited = new Set(people.map(({ owner }) => owner?.reference))
  const taking = new Set(ends ? [] : people.filter(hasAccepted).map(({ owner }) => owner?.reference))
  const mine = (one: Participant) => isOpen(one) && invited.has(one.individual?.reference)
  const left = standing.filter((one) => mine(one) && !taking.has(one.individual?.reference))
  const there = new Set(standing.flatMap((one) => (isOpen(one) ? (one.individual?.reference ?? []) : [])))
  const treating = new Set(standing.flatMap((one) => (isConsultant(one) ? [] : (one.individual?.reference ?? []))))
  const come = people.filter(
    ({ owner }) =>
      taking.has(owner?.reference) && !there.has(owner?.reference ?? '') && !treating.has(owner?.reference ?? ''),
  )
  if (left.length + come.length === 0) return undefined
  return [
    ...standing.map((one) => (left.includes(one) ? { ...one, period: { ...one.period, end: at } } : one)),
    ...come.map(
      ({ owner }): Participant => ({
        type: [{ coding: [{ system: cs.participationType, code: 'CON' }] }],
        period: { start: at },
        individual: owner as NonNullable<Participant['individual']>,
      }),
    ),
  ]
}
