import type { Observation, Patient } from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { allScores } from '#kernel/score/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { MeasuresView, Point, Series } from './contract.ts'
import { timeOf, vitalSeries } from './series.ts'

/** Weight, length or height, head circumference: what growth is followed by. */
const growthCodes = ['29463-7', '8302-2', '8287-5', '9843-4']
const released = 'final,amended,corrected'
/** A child is weighed some fifty times until it is grown; ten scores a day of a long stay. */
const most = '500'

const scoreCodes = ['NEWS2', ...allScores.map(({ code }) => code.toUpperCase())]

function codeOf(one: Observation): string | undefined {
  return one.code.coding?.find(({ system }) => system === cs.score)?.code
}

function pointOf(one: Observation): Point | undefined {
  const value = one.valueInteger === undefined ? lexemeOf(one.valueQuantity?.value) : String(one.valueInteger)
  const at = timeOf(one)
  return value === undefined || !at ? undefined : { at, value }
}

/** Totals of every score that was made, oldest first. */
function scoreSeries(observations: readonly Observation[]): Series[] {
  const byCode = Map.groupBy(observations, codeOf)
  return scoreCodes.flatMap((code): Series[] => {
    const points = (byCode.get(code) ?? []).flatMap((one) => pointOf(one) ?? [])
    return points.length === 0 ? [] : [{ key: code, name: code, unit: '', points: points.reverse() }]
  })
}

/** What a child's growth is read from, and how scores ran. */
export async function readMeasures(ctx: Context, patientId: string): Promise<MeasuresView> {
  await readResource<Patient>(ctx, 'Patient', patientId)
  const of = (system: string, codes: readonly string[]) =>
    searchResources<Observation>(ctx, 'Observation', {
      patient: patientId,
      code: codes.map((code) => `${system}|${code}`).join(','),
      status: released,
      _sort: '-date',
      _count: most,
    })
  const [growth, scores] = await Promise.all([of(cs.loinc, growthCodes), of(cs.score, scoreCodes)])
  await auditView(ctx, { patientId, kind: 'chart', entities: [`Patient/${patientId}`] })
  return { growth: vitalSeries(growth, undefined, (key) => key), scores: scoreSeries(scores) }
}
