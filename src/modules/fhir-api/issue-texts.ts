import type { TextOfIssue } from '#fhir/outcome.ts'
import type { Reason } from '#fhir/reason.ts'
import type { Issue } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import { errorTexts } from '#platform/messages.ts'

const textOf = errorTexts()

/** Faults of a resource in the language of the client. */
export function textOfIssue(ctx: Context): TextOfIssue {
  return (one) => textOf(`fhir.issue.${one.kind}`, ctx.language, valuesIn(ctx.language, one.values))
}

function valuesIn(language: 'vi' | 'en', values: Issue['values']): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? reasonIn(language, value) : value,
    ]),
  )
}

/**
 * A reason in the language of the client. A translation holds for the words it translates only: a rule of a
 * profile can have the key of a published one and say something else. What has none is quoted as it is.
 */
function reasonIn(language: 'vi' | 'en', { code, text, values }: Reason): string {
  const bare = text.replace(/\.$/, '')
  if (language === 'en') return bare
  const known = textOf(code, 'en', values) === text ? textOf(code, language, values) : undefined
  return known?.replace(/\.$/, '') ?? `“${bare}”`
}
