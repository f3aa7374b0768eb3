import { inventBodySize } from './invent-findings.ts'
import type { InventedPerson } from './invent-people.ts'
import type { Random } from './random.ts'
import type { Scene, Visitor } from './visit.ts'

/** An invented person comes to the desk for the first time. */
export async function registerVisitor(
  { client, staff }: Pick<Scene, 'client' | 'staff'>,
  person: InventedPerson,
  random: Random,
): Promise<Visitor> {
  const { id } = await client.post<{ id: string }>(staff.reception, '/api/patients', { patient: person.form })
  return {
    patientId: id,
    sex: person.form.sex,
    ageMonths: person.ageMonths,
    insured: person.form.insurance !== undefined && random.chance(0.9),
    body: inventBodySize(random, { sex: person.form.sex, ageMonths: person.ageMonths }),
    companion: person.form.contact?.name ?? 'Người nhà đi cùng',
  }
}
