import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, Resource } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { listRecordMembers } from '#store/record-members.ts'
import { as } from '#tests/support/database.ts'
import { contextOf, givenVisit } from '#tests/support/laboratory.ts'
import { done } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { ChartAt } from './contract.ts'
import { chartHash, versionsAt } from './versions-at.ts'

const start = Date.parse('2026-11-23T01:00:00Z')
const cases = 1000

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const result = (
  visit: { patientId: string; encounterId: string },
  status: Observation['status'],
  value: string,
) => ({
  resourceType: 'Observation' as const,
  status,
  category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
  code: { text: 'Glucose' },
  subject: { reference: `Patient/${visit.patientId}` },
  encounter: { reference: `Encounter/${visit.encounterId}` },
  valueString: value,
})

describe('the chart at an instant', () => {
  it(`has the recorded hash in ${cases} of ${cases} random cases`, () => {
    let now = start
    return withWholeApp(
      async (client) => {
        const ctx = contextOf(client.services)
        const visit = await givenVisit(ctx)
        const below = numbers(20_261_122)
        const recorded: { readonly at: number; readonly hash: string }[] = []
        const known: string[] = []
        for (let step = 0; step < 120; step++) {
          now += 1 + below(90_000)
          await change(step)
          recorded.push({ at: now, hash: chartHash(await listRecordMembers(ctx, visit.encounterId)) })
        }
        async function change(step: number): Promise<void> {
          const id = known[below(known.length + 2)]
          if (id === undefined) {
            const [made] = await commit(ctx, [
              { kind: 'create', resource: result(visit, 'preliminary', `${step}`) },
            ])
            if (made) known.push(made.id)
          } else if (below(8) === 0) {
            await commit(ctx, [{ kind: 'delete', type: 'Observation', id }])
            known.splice(known.indexOf(id), 1)
          } else
            await commit(ctx, [
              { kind: 'update', resource: { ...result(visit, 'final', `${step}`), id } as Resource },
            ])
        }
        const wrong: string[] = []
        for (let one = 0; one < cases; one++) {
          const at = (recorded[0]?.at ?? start) + below(now - (recorded[0]?.at ?? start) + 1000)
          const expected = recorded.findLast((each) => each.at <= at)?.hash
          const versions = await versionsAt(ctx, {
            recordId: visit.encounterId,
            patientId: visit.patientId,
            at: new Date(at),
          })
          if (chartHash(versions) !== expected || !versions.every((each) => each.agrees))
            wrong.push(new Date(at).toISOString())
        }
        assert.deepEqual(wrong, [])
        assert.ok(new Set(recorded.map((one) => one.hash)).size > 100, 'the cases differ')
      },
      { now: () => new Date(now) },
    )
  })

  it('shows a doctor a result only from its release on, and which papers were opened before', () => {
    let now = start
    return withWholeApp(
      async (client) => {
        const ctx = contextOf(client.services)
        const visit = await givenVisit(ctx)
        const doctor = as(ctx, { id: 'doctor', userName: 'bs.an', roles: ['doctor'] })
        const [made] = await commit(ctx, [{ kind: 'create', resource: result(visit, 'preliminary', '6,4') }])
        const id = made?.id ?? ''
        now += 60_000
        const view = { action: 'view', outcome: 'success', patientId: visit.patientId } as const
        await writeAudit(
          { ...doctor, now: () => new Date(now) },
          { ...view, entities: [`Encounter/${visit.encounterId}/_history/1`] },
        )
        now += 60_000
        await commit(ctx, [{ kind: 'update', resource: { ...result(visit, 'final', '6,5'), id } as Resource }])
        const ask = (time: number, user?: string) =>
          done<ChartAt>(
            client,
            'GET',
            `/records/${visit.encounterId}/at?time=${new Date(time).toISOString()}${user ? `&user=${user}` : ''}`,
          )
        const shown = (chart: ChartAt) =>
          chart.facts.filter((one) => one.type === 'Observation').map((one) => [one.version, one.value])
        const before = await ask(start + 90_000, 'bs.an')
        assert.deepEqual([shown(before), before.withheld, before.agrees], [[], 1, true])
        assert.deepEqual(before.person, { userName: 'bs.an', roles: ['Bác sĩ'], mayRead: true })
        assert.deepEqual(shown(await ask(start + 90_000)), [[1, '6,4']])
        const after = await ask(start + 120_000, 'bs.an')
        assert.deepEqual([shown(after), after.withheld], [[[2, '6,5']], 0])
        const opened = after.facts.find((one) => one.type === 'Encounter')?.openedAt
        assert.equal(opened, new Date(start + 60_000).toISOString())
        const never = await ask(start + 120_000, 'khong.ai')
        assert.deepEqual([never.person?.mayRead, never.facts], [false, []])
      },
      { now: () => new Date(now) },
    )
  })
})
