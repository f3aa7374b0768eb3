import type { Context } from '#platform/context.ts'
import { completenessOf } from './completeness.ts'
import { readMembers } from './record-members.ts'

/**
 * Codes of the forms that the rule asks of a record because of how its stay ended, and that nobody has begun. Where one of
 * several would do, a person chooses.
 */
export async function endingForms(ctx: Context, id: string): Promise<readonly string[]> {
  const { rule, missing, facts } = completenessOf(await readMembers(ctx, id))
  const begun = new Set(facts.forms.map(({ form }) => form))
  const lacking = new Set(missing.map(({ item }) => item))
  const asked = (rule?.items ?? []).filter(
    ({ id: item, endings, exceptEndings }) => lacking.has(item) && (endings ?? exceptEndings) !== undefined,
  )
  const forms = asked.flatMap(({ forms: any = [] }) => (any.length === 1 ? any : []))
  return [...new Set(forms)].filter((code) => !begun.has(code))
}
