import type { Observation, Patient } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { evaluateScore, type Score, scoreOn } from '#kernel/score/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { RiskBody, RiskView } from './contract.ts'
import { riskState } from './domain/reassessment.ts'
import { reassessment } from './nursing-data.ts'
import { actorOf, momentOf, ofStay, openStay, payerOf, type Stay } from './stay.ts'

const codingsOf = ({ code, loinc }: Score) => [
  { system: cs.score, code: code.toUpperCase() },
  ...(loinc ? [{ system: cs.loinc, code: loinc }] : []),
]

/** Writes a risk score as the form of the score says it in the chart, with the points of every item. */
export async function recordRisk(
  ctx: Context,
  stayId: string,
  { score: code, answers, at }: RiskBody,
): Promise<{ id: string; total: number }> {
  const stay = await openStay(ctx, stayId)
  const moment = momentOf(ctx, stay, at)
  const day = moment.slice(0, 10)
  const score = scoreOn(code, day)
  const { birthDate } = await readResource<Patient>(ctx, 'Patient', stay.patientId)
  const ageDays = birthDate?.length === 10 ? daysBetween(birthDate, day) : undefined
  const result = evaluateScore(score, answers, ageDays)
  const id = ctx.newId()
  const resource: Observation = {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'survey' }] }],
    code: { coding: codingsOf(score), text: score.title.vi },
    ...ofStay(stay),
    effectiveDateTime: moment,
    performer: [actorOf(ctx)],
    valueQuantity: { value: result.total, unit: 'điểm', system: cs.ucum, code: '{score}' },
    method: { text: score.source.slice(0, 200) },
    component: Object.entries(result.parts).map(([part, points]) => ({
      code: { coding: [{ system: `${cs.score}:${code}`, code: part }] },
      valueInteger: points,
    })),
    extension: payerOf(stay),
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return { id, total: result.total }
}

/** The newest score of each risk, from here or from its form, and when it is due again. */
export async function listRisks(
  ctx: Context,
  stay: Stay,
  ageDays: number | undefined,
): Promise<readonly RiskView[]> {
  const { risks, firstWithinHours } = reassessment
  const now = ctx.now()
  const day = dayInVietnam(now)
  const suited = risks.filter(
    ({ score }) => (ageDays ?? Number.POSITIVE_INFINITY) >= (scoreOn(score, day).age?.fromDays ?? 0),
  )
  const found = await searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${stay.encounterId}`,
    code: suited.map(({ score }) => `${cs.score}|${score.toUpperCase()}`).join(',') || `${cs.score}|none`,
    _sort: '-date',
    _count: '20',
  })
  return suited.map((rule) => {
    const newest = found.find(
      (one) =>
        one.status !== 'entered-in-error' &&
        one.code?.coding?.some(({ system, code }) => system === cs.score && code === rule.score.toUpperCase()),
    )
    const total = newest?.valueInteger ?? numberOf(newest?.valueQuantity?.value)
    const at = newest?.effectiveDateTime
    const last = total !== undefined && at ? { total, at } : undefined
    const state = riskState(rule, last, { admittedAt: stay.admittedAt, firstWithinHours, now })
    return { score: rule.score, plan: rule.plan, ...state, ...present({ total: last?.total, at: last?.at }) }
  })
}
