import type { Day } from '#kernel/civil-date.ts'

export type Want = 'read' | 'copy' | 'summary'

/** What one kind of asker may have; data/rules/record-access.json. */
export interface AskerKind {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly clause: string
  /** The request must be in writing. */
  readonly written: boolean
  /** The relation to the patient must be said. */
  readonly relation?: boolean
  readonly mostDays: number
  /** Before the record is archived. */
  readonly treatment: readonly Want[]
  readonly archived: readonly Want[]
}

export interface AccessRule {
  readonly validFrom: Day
  readonly validTo?: Day
  readonly source: string
  readonly summaryForms: readonly string[]
  readonly kinds: readonly AskerKind[]
}

/** The rule in force on a day. */
export function accessRuleOn(day: Day, rules: readonly AccessRule[]): AccessRule | undefined {
  return rules
    .filter((rule) => rule.validFrom <= day && (!rule.validTo || day <= rule.validTo))
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0]
}

/** What this kind of asker may have of a record in this state. */
export function mayHave(kind: AskerKind, recordState: string): readonly Want[] {
  return recordState === 'archived' ? kind.archived : kind.treatment
}
