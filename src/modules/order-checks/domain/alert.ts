/** note: a word in the row; warning: to be accepted with a reason; stop: the harm is named. */
export type Level = 'note' | 'warning' | 'stop'

export const checkKinds = [
  'allergy',
  'duplicate',
  'interaction',
  'dose',
  'renal',
  'pregnancy',
  'breastfeeding',
  'contraindication',
  'insurance',
] as const
export type CheckKind = (typeof checkKinds)[number]

/** A text in both languages. */
export interface Both {
  readonly vi: string
  readonly en: string
}

/** Something to know before an order is placed. `key` stays the same while its cause does. */
export interface CheckAlert {
  readonly key: string
  /** Which rule speaks: what alert fatigue is counted by. */
  readonly rule: string
  readonly kind: CheckKind
  readonly level: Level
  /** The orderer may go on with a reason. Notes need none. */
  readonly overridable: boolean
  readonly lineId: string
  readonly what: Both
  readonly why: Both
  readonly todo: Both
  readonly source: string
  /** S: read in the source; P: the pair and its severity are there, not the words; K: not compared with it. */
  readonly confidence: string
  /** FHIR reference of the cause: the allergy, the other order. */
  readonly cause?: string
  /** Counted, not shown: how often a rule would speak is known before it does. */
  readonly dry?: boolean
}

export interface Override {
  readonly key: string
  readonly reason: string
}

/** Alerts that hold the orders back: a stop that allows no reason, or a reason not given. */
export function holdingBack(alerts: readonly CheckAlert[], overrides: readonly Override[]): CheckAlert[] {
  const accepted = new Set(overrides.filter((one) => one.reason.trim().length >= 3).map((one) => one.key))
  return alerts.filter((one) => one.level !== 'note' && !one.dry && !(one.overridable && accepted.has(one.key)))
}

const weight = { stop: 0, warning: 1, note: 2 } as const

export const graveFirst = (a: CheckAlert, b: CheckAlert): number => weight[a.level] - weight[b.level]
