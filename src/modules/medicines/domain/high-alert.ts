/** One kind of medicine that does great harm when given wrongly. Data: data/rules/medicines/high-alert.json. */
export interface HighAlertRule {
  readonly key: string
  readonly atc?: string
  readonly ingredient?: string
  readonly strength?: string
  readonly injected?: boolean
  /** A second nurse checks it. */
  readonly twoPersons: boolean
  readonly why: { readonly vi: string; readonly en: string }
}

export interface AlertedDrug {
  readonly atc: string | undefined
  readonly ingredients: readonly string[]
  readonly strength: string
  readonly routeCode: string
  readonly drugKind: 'N' | 'H' | 'C'
}

export interface HighAlert {
  readonly keys: readonly string[]
  readonly why: readonly { readonly vi: string; readonly en: string }[]
  readonly twoPersons: boolean
}

/** Injections and infusions begin with 2 in data/catalogues/medicines/routes.tsv. */
const isInjected = (routeCode: string) => routeCode.startsWith('2')

function meets(rule: HighAlertRule, drug: AlertedDrug): boolean {
  const { atc, ingredient, strength, injected } = rule
  if (injected === true && !isInjected(drug.routeCode)) return false
  if (atc !== undefined && !drug.atc?.startsWith(atc)) return false
  if (strength !== undefined && !new RegExp(strength).test(drug.strength)) return false
  return (
    ingredient === undefined || drug.ingredients.some((one) => one.toLocaleLowerCase('vi').includes(ingredient))
  )
}

/** Why a medicine is of high risk, and whether two persons give it; undefined when it is not. */
export function highAlertOf(drug: AlertedDrug, rules: readonly HighAlertRule[]): HighAlert | undefined {
  const met = rules.filter((rule) => meets(rule, drug))
  if (met.length === 0) return undefined
  return {
    keys: met.map((rule) => rule.key),
    why: met.map((rule) => rule.why),
    twoPersons: met.some((rule) => rule.twoPersons),
  }
}
