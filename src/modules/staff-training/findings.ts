import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { everybody, listPeople } from './repository.ts'

/** How many people of the staff are overdue with a course they need. */
export async function trainingFindings(ctx: Context): Promise<readonly Finding[]> {
  const people = await listPeople(ctx, everybody)
  const late = people.filter(({ needs }) => needs.some(({ state }) => state === 'overdue'))
  if (late.length === 0) return [finding('staff', 'green', 'well', { people: people.length })]
  return [finding('staff', 'amber', 'overdue', { count: late.length, people: people.length })]
}
