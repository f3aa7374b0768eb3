import { dayInVietnam } from '#kernel/civil-date.ts'
import { scoreOn } from '#kernel/score/index.ts'
import { language, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { VitalKey, VitalRange } from '../domain/check-vitals.ts'
import { typeKey } from '../domain/pad.ts'
import { scoreFor } from './live-score.ts'
import type { Measured } from './measured.ts'

export interface PadOption {
  /** The key that chooses it. */
  readonly key: string
  readonly value: string
  readonly label: string
}

/** One thing after the other that is measured or seen. */
export interface PadStep {
  readonly id: string
  readonly label: string
  readonly unit?: string
  readonly range?: VitalRange
  readonly options?: readonly PadOption[]
  read(form: Measured): string
  write(form: Measured, value: string): Measured
}

const units: Readonly<Partial<Record<VitalKey, string>>> = {
  pulse: 'perMin',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  temperature: 'celsius',
  respiration: 'perMin',
  spo2: 'percent',
  oxygen: 'litres',
}

function figure(range: VitalRange): PadStep {
  const { key } = range
  const unit = units[key]
  return {
    id: key,
    label: t(`vitals.pad.${key}`),
    range,
    ...(unit ? { unit: t(`vitals.unit.${unit}`) } : {}),
    read: (form) => form[key] ?? '',
    write: (form, value) => ({ ...form, [key]: value === '' ? undefined : value }),
  }
}

const consciousness: PadStep = {
  id: 'consciousness',
  get label() {
    return t('vitals.form.consciousness')
  },
  get options() {
    return (['A', 'C', 'V', 'P', 'U'] as const).map((key) => ({
      key: key.toLowerCase(),
      value: key,
      label: `${key} · ${t(`vitals.form.consciousness.${key}`)}`,
    }))
  },
  read: (form) => form.consciousness ?? '',
  write: (form, value) => ({ ...form, consciousness: value as NonNullable<Measured['consciousness']> }),
}

function pewsSteps(): PadStep[] {
  return scoreOn('pews', dayInVietnam(serverNow())).items.map(({ id, text, options }) => ({
    id,
    label: text[language()],
    options: options.map((option) => ({
      key: String(option.points),
      value: option.code,
      label: `${option.points} · ${option.text[language()]}`,
    })),
    read: (form) => form.pews?.[id] ?? '',
    write: (form, value) => ({ ...form, pews: { ...form.pews, [id]: value } }),
  }))
}

const measuredOf = {
  NEWS2: ['pulse', 'systolic', 'diastolic', 'temperature', 'respiration', 'spo2', 'oxygen'],
  MEOWS: ['pulse', 'systolic', 'diastolic', 'temperature', 'respiration', 'spo2', 'oxygen'],
  PEWS: ['pulse', 'temperature', 'respiration', 'spo2', 'oxygen', 'systolic', 'diastolic'],
} as const

/** What is measured of a person of that age, in the order of the hands; pain comes last. */
export function padSteps(
  form: Measured,
  years: number | undefined,
  ranges: readonly VitalRange[],
): readonly PadStep[] {
  const score = scoreFor(form, years ?? 99)
  const figures = (keys: readonly VitalKey[]) =>
    keys.flatMap((key) => ranges.filter((range) => range.key === key).map(figure))
  return [
    ...figures(measuredOf[score]),
    ...(score === 'PEWS' ? pewsSteps() : [consciousness]),
    ...figures(['pain']),
  ]
}

/** What a key makes of a step: the new form, and whether the next step is due. */
export function press(step: PadStep, form: Measured, key: string): { form: Measured; done: boolean } | undefined {
  if (step.options) {
    const option = step.options.find((one) => one.key === key.toLowerCase())
    return option && { form: step.write(form, option.value), done: true }
  }
  if (!step.range || !/^(\d|[.,]|Backspace)$/.test(key)) return undefined
  const { text, done } = typeKey(step.read(form), key, step.range)
  return { form: step.write(form, text), done }
}
