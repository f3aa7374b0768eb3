/** When forms suit a visit. All that is said must hold. */
export interface Suitability {
  readonly forms: readonly string[]
  /** Codes of Encounter.class: AMB, IMP, EMER, … */
  readonly class?: readonly string[]
  readonly gender?: string
  /** Completed years, from and to, both included. */
  readonly years?: readonly [number, number]
  /** Codes of the service type of the visit. */
  readonly specialties?: readonly string[]
}

export interface VisitKind {
  readonly class: string
  readonly gender?: string
  readonly years?: number
  readonly specialty?: string
}

/** Whether a rule names the form and fits the visit; what is not known of a visit fits nothing that asks for it. */
export function suits(rules: readonly Suitability[], code: string, visit: VisitKind): boolean {
  return rules.some((rule) => rule.forms.includes(code) && fits(rule, visit))
}

function fits(rule: Suitability, { class: kind, gender, years, specialty }: VisitKind): boolean {
  const [from, to] = rule.years ?? [0, 200]
  return (
    (rule.class?.includes(kind) ?? true) &&
    (rule.gender === undefined || rule.gender === gender) &&
    (rule.years === undefined || (years !== undefined && years >= from && years <= to)) &&
    (rule.specialties === undefined || rule.specialties.includes(specialty ?? ''))
  )
}
