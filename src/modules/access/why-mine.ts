import type { Encounter } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { WhyView } from './contract.ts'
import { policiesOn } from './policies.ts'
import { profileOf } from './profile.ts'
import { listRepresentatives } from './represent.ts'

/** What a patient is told of who may see the own record: departments and people that treat now, representatives, and the rules. */
export async function whyMine(ctx: Context): Promise<WhyView> {
  const { patients } = await profileOf(ctx)
  const own = ctx.actor.patientId
  const visits =
    patients.length === 0
      ? []
      : await searchResources<Encounter>(ctx, 'Encounter', {
          patient: patients.join(','),
          status: 'planned,arrived,triaged,in-progress,onleave',
        })
  const set = policiesOn(ctx.now())
  await writeAudit(ctx, { action: 'view', outcome: 'success', patientId: own, detail: { kind: 'access-why' } })
  return {
    departments: named(visits.map(({ serviceProvider }) => serviceProvider?.display)),
    team: named(
      visits.flatMap(({ participant = [] }) => participant.map(({ individual }) => individual?.display)),
    ),
    representatives: own === undefined ? [] : await listRepresentatives(ctx, own),
    rules: set.policies
      .filter(({ id }) => !ofProgram.has(id))
      .map(({ id, title }) => ({ id, title: title[ctx.language], source: set.sourceOf(id) ?? '' })),
  }
}

/** Rules about code lists and staff tell a patient nothing. */
const ofProgram: ReadonlySet<string> = new Set(['directory'])

const named = (names: readonly (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))]
