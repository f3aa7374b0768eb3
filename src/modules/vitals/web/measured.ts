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
] as const

/** The figures that are filled in, with oxygen 0 for room air. */
export function numbersOf(form: Measured): Readonly<Record<string, string>> {
  const oxygen = form.onOxygen === false ? '0' : form.onOxygen ? form.oxygen : undefined
  const all = [...figures.map((key) => [key, form[key]] as const), ['oxygen', oxygen] as const]
  return Object.fromEntries(all.flatMap(([key, value]) => (value ? [[key, value] as const] : [])))
}

export function bodyOf(form: Measured, confirmed: readonly string[]): VitalsBody {
  const { consciousness, pregnant, spo2Scale, note } = form
  return {
    ...numbersOf(form),
    ...(consciousness ? { consciousness } : {}),
    ...(pregnant === undefined ? {} : { pregnant }),
    ...(spo2Scale ? { spo2Scale } : {}),
    ...(note?.trim() ? { note } : {}),
    ...(confirmed.length > 0 ? { confirmed: [...confirmed] } : {}),
  }
}
