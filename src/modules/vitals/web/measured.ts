import type { VitalsBody } from '../contract.ts'

/** What was typed so far; nothing is chosen for the nurse. */
export type Measured = { readonly [K in keyof VitalsBody]?: VitalsBody[K] | undefined } & {
  readonly onOxygen?: boolean | undefined
}

const figures = [
  'pulse',
  'systolic',
  'diastolic',
  'temperature',
  'respiration',
  'spo2',
  'weight',
  'height',
  'pain',
] as const

/** The figures that are filled in, with oxygen 0 for room air. */
export function numbersOf(form: Measured): Readonly<Record<string, string>> {
  const oxygen = form.onOxygen === false ? '0' : form.oxygen
  const all = [...figures.map((key) => [key, form[key]] as const), ['oxygen', oxygen] as const]
  return Object.fromEntries(all.flatMap(([key, value]) => (value ? [[key, value] as const] : [])))
}

/** What scores are made from. */
export function scoreInput(form: Measured) {
  const numbers = Object.fromEntries(Object.entries(numbersOf(form)).map(([key, value]) => [key, Number(value)]))
  const { oxygen, ...figure } = numbers
  return {
    ...figure,
    ...(oxygen === undefined ? (form.onOxygen ? { onOxygen: true } : {}) : { onOxygen: oxygen > 0 }),
    ...(form.consciousness ? { consciousness: form.consciousness } : {}),
    spo2Scale: form.spo2Scale ?? (1 as const),
  }
}

export function bodyOf(form: Measured, confirmed: readonly string[]): VitalsBody {
  const { consciousness, pregnant, childbed, spo2Scale, note, pews, measuredAt } = form
  return {
    ...numbersOf(form),
    ...(consciousness ? { consciousness } : {}),
    ...(pregnant === undefined ? {} : { pregnant }),
    ...(childbed ? { childbed } : {}),
    ...(spo2Scale ? { spo2Scale } : {}),
    ...(pews && Object.keys(pews).length > 0 ? { pews } : {}),
    ...(measuredAt ? { measuredAt } : {}),
    ...(note?.trim() ? { note } : {}),
    ...(confirmed.length > 0 ? { confirmed: [...confirmed] } : {}),
  }
}
