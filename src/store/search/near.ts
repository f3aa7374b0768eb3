import { sql } from 'kysely'
import type { Parameter } from '#fhir/search/parameter.ts'
import { anyOf, type Condition } from './compare.ts'
import { badClause, badModifier } from './refusals.ts'
import { type RawClause, splitEscaped } from './request.ts'
import type { Conditions, Scope } from './scope.ts'
import { why } from './why.ts'

/** Kilometres of a distance without one: the server chooses what is near. */
const usualKilometres = 50
const kilometresOf: Readonly<Record<string, number>> = { km: 1, m: 0.001, '[mi_us]': 1.609344, '[mi_i]': 1.609344 }

/** `latitude|longitude|distance|unit`. http://hl7.org/fhir/R4/location.html#positional */
export function addNear(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const parts = clause.values.map((value) => within(clause, value))
  into.others.push(sql<boolean>`${scope.r}.id in (
    select o.id from search_ordered o
    where o.facility = ${scope.ctx.facility} and o.type = ${scope.typeNumber} and o.param = ${parameter.number}
      and o.n >= 0 and o.key = 0 and ${anyOf(parts)})`)
}

const degree = Math.PI / 180
const kilometresPerDegree = 111

/** The band of latitude first, which the index answers; then the distance on the sphere. */
function within(clause: RawClause, value: string): Condition {
  const [lat, lon, distance, unit = 'km'] = splitEscaped(value, '|')
  const [latitude, longitude] = [Number(lat || Number.NaN), Number(lon || Number.NaN)]
  const kilometres = (distance ? Number(distance) : usualKilometres) * (kilometresOf[unit || 'km'] ?? Number.NaN)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && kilometres >= 0))
    throw badClause(clause, why('near'))
  const band = kilometres / kilometresPerDegree + 0.01
  const [at, along] = [latitude * degree, longitude * degree]
  return sql<boolean>`(o.lo >= ${latitude - band} and o.lo <= ${latitude + band} and
    6371.0088 * 2 * asin(least(1, sqrt(sin((radians(o.lo) - ${at}::float8) / 2) ^ 2 +
      cos(${at}::float8) * cos(radians(o.lo)) * sin((radians(o.hi) - ${along}::float8) / 2) ^ 2))) <= ${kilometres})`
}
