import { bodyMassClass, bodyMassIndex } from '#kernel/score/body-mass.ts'
import { Choice, NumberField, t } from '#web/kit/index.ts'
import type { VitalKey, VitalRange } from '../domain/check-vitals.ts'
import type { Measured } from './measured.ts'

const units: Readonly<Record<VitalKey, string>> = {
  pulse: 'perMin',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  temperature: 'celsius',
  respiration: 'perMin',
  spo2: 'percent',
  oxygen: 'litres',
  weight: 'kg',
  height: 'cm',
  pain: 'score',
}

/** As many beside each other as there is room for. */
const figures = {
  display: 'grid',
  gap: '10px 12px',
  gridTemplateColumns: 'repeat(auto-fill, minmax(128px, 1fr))',
  alignItems: 'end',
}

interface MeasureFieldsProps {
  readonly form: Measured
  readonly ranges: readonly VitalRange[]
  /** Only adults have marks: the ranges are those of adults at rest. */
  readonly adult: boolean
  readonly onChange: (part: Measured) => void
}

/** The measurements in the order they are taken; marks and refusals appear while typing. */
export function MeasureFields({ form, ranges, adult, onChange }: MeasureFieldsProps) {
  const field = (key: VitalKey, autoFocus = false) => {
    const range = ranges.find((one) => one.key === key)
    return (
      <NumberField
        key={key}
        label={t(`vitals.form.${key}`)}
        unit={t(`vitals.unit.${units[key]}`)}
        value={form[key]}
        onChange={(value) => onChange({ [key]: value })}
        autoFocus={autoFocus}
        {...(range ? { plausible: { low: range.hard[0], high: range.hard[1] }, decimals: range.decimals } : {})}
        {...(adult && range?.normal ? { normal: { low: range.normal[0], high: range.normal[1] } } : {})}
      />
    )
  }
  return (
    <>
      <div style={figures}>
        {field('pulse', true)}
        {field('systolic')}
        {field('diastolic')}
        {field('temperature')}
        {field('respiration')}
        {field('spo2')}
        <Choice
          label={t('vitals.form.air')}
          value={form.onOxygen === undefined ? undefined : form.onOxygen ? 'oxygen' : 'room'}
          onChange={(air) => onChange({ onOxygen: air === 'oxygen' })}
          options={(['room', 'oxygen'] as const).map((value) => ({ value, label: t(`vitals.form.air.${value}`) }))}
        />
        {form.onOxygen && field('oxygen')}
      </div>
      <div style={figures}>
        {field('weight')}
        {field('height')}
        {adult && <BodyMass weight={form.weight} height={form.height} />}
      </div>
    </>
  )
}

function BodyMass({
  weight,
  height,
}: {
  readonly weight: string | undefined
  readonly height: string | undefined
}) {
  const index = weight && height ? bodyMassIndex(Number(weight), Number(height)) : undefined
  return (
    <div role="status">
      <div className="lo-label">
        {t('vitals.form.bmi')} <span className="lo-ink3">kg/m²</span>
      </div>
      <div
        className="lo-num"
        style={{ fontWeight: 600, minHeight: 34, paddingTop: 7 }}
        title={t('vitals.bmi.source')}
      >
        {index ? `${index.replace('.', ',')} · ${t(`vitals.bmi.${bodyMassClass(Number(index))}`)}` : '–'}
      </div>
    </div>
  )
}
