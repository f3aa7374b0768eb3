import type { Problem } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { readMessages } from '#platform/messages.ts'
import type { FillIssue } from './contract.ts'
import { fillErrors } from './errors.ts'

let texts: Readonly<Record<'vi' | 'en', Readonly<Record<string, string>>>> | undefined

/** A problem in the words of the reader. */
export function issueOf({ language }: Pick<Context, 'language'>, problem: Problem): FillIssue {
  texts ??= { vi: readMessages('vi'), en: readMessages('en') }
  const { linkId, path, code, severity, details, human } = problem
  const template = texts[language][`forms.issue.${code}`] ?? code
  const text = template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(details[name] ?? ''))
  return { linkId, path, code, severity, text: human?.[language] ?? text }
}

/** Refuses a response with everything that is wrong with it; warnings hinder nothing. */
export function refuseProblems(ctx: Context, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  const issues = problems.map((one) => issueOf(ctx, one))
  throw fillErrors.invalid({ count: errors.length }).with({ issues })
}
