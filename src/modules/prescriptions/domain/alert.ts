/** note: a word in the row; warning: to be accepted with a reason; stop: the harm is named. */
export const alertLevels = ['note', 'warning', 'stop'] as const
export type AlertLevel = (typeof alertLevels)[number]

export const alertKinds = [
  'allergy',
  'duplicate',
  'days',
  'quantity',
  'weight-missing',
  'companion-missing',
  'interaction',
  'dose',
  'renal',
  'pregnancy',
  'breastfeeding',
  'contraindication',
  'insurance',
] as const
export type AlertKind = (typeof alertKinds)[number]

/** What a check of the ward and the visit says by itself: what is met, why, what to do, by which source. */
export interface Told {
  readonly what: string
  readonly why: string
  readonly todo: string
  readonly source: string
  readonly confidence: string
}

/** Something to know before a line is issued. `key` stays the same while its cause does. */
export interface Alert {
  readonly key: string
  readonly kind: AlertKind
  readonly level: AlertLevel
  /** A doctor may go on with a reason. Notes need none; some stops allow none. */
  readonly overridable: boolean
  /** Line it stands under; absent when it concerns the whole prescription. */
  readonly lineId?: string
  /** Message key part below `prescriptions.alert.` and what fills its places. */
  readonly reason: string
  readonly values: Readonly<Record<string, string | number>>
  /** Its words, where it has its own and needs none below `reason`. */
  readonly told?: Told
  /** FHIR reference of the cause: the allergy, the other prescription line. */
  readonly cause?: string
}

export interface Override {
  readonly key: string
  readonly reason: string
}

/** Alerts that still hold the prescription back: a stop that allows no reason, or a reason not given yet. */
export function holdingBack(alerts: readonly Alert[], overrides: readonly Override[]): Alert[] {
  const accepted = new Set(overrides.filter((one) => one.reason.trim().length >= 3).map((one) => one.key))
  return alerts.filter((alert) => alert.level !== 'note' && !(alert.overridable && accepted.has(alert.key)))
}

const weight = { stop: 0, warning: 1, note: 2 } as const

export const graveFirst = (a: Alert, b: Alert): number => weight[a.level] - weight[b.level]
