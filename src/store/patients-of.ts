import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from './definitions.ts'

/** The patients whom resources (`Type/id`) are of, each once; a Task is of the patient of its record. */
export async function patientsOf(ctx: Context, entities: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  const types: number[] = []
  const ids: string[] = []
  for (const entity of entities) {
    const [type = '', id = ''] = entity.split('/')
    if (type === 'Patient') found.add(id)
    else if (structures.isResource(type)) {
      types.push(typeNumber(type))
      ids.push(id)
    }
  }
  if (ids.length === 0) return [...found]
  const { rows } = await sql<{ patient: string | null }>`
    select distinct coalesce(r.patient, e.patient) as patient
    from unnest(${types}::smallint[], ${ids}::text[]) as x(type, id)
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id
    left join resource e on e.facility = ${ctx.facility} and e.type = ${typeNumber('Encounter')} and e.id = r.record`.execute(
    ctx.db,
  )
  for (const { patient } of rows) if (patient !== null) found.add(patient)
  return [...found]
}
