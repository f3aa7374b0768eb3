import { readFileSync } from 'node:fs'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { KindView } from './contract.ts'
import { type AccessRule, type AskerKind, accessRuleOn } from './domain/access.ts'
import { requestErrors } from './errors.ts'

const file = new URL('../../../data/rules/record-access.json', import.meta.url)
const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { readonly rules: readonly AccessRule[] }

/** A kind of asker by the rule of today. */
export function kindToday(ctx: Context, code: string): { readonly kind: AskerKind; readonly rule: AccessRule } {
  const day = dayInVietnam(ctx.now())
  const rule = accessRuleOn(day, rules)
  const kind = rule?.kinds.find((one) => one.code === code)
  if (!rule || !kind) throw requestErrors.unknownKind({ kind: code, day })
  return { kind, rule }
}

export function titleOfKind(ctx: Context, code: string): string {
  const found = rules.flatMap((rule) => rule.kinds).find((one) => one.code === code)
  return found?.title[ctx.language] ?? code
}

export function listKinds(ctx: Context): readonly KindView[] {
  const rule = accessRuleOn(dayInVietnam(ctx.now()), rules)
  return (rule?.kinds ?? []).map((kind) => ({
    ...kind,
    title: kind.title[ctx.language],
    relation: kind.relation ?? false,
    source: rule?.source ?? '',
  }))
}
