import { FieldGrid, NumberField, SelectField, TextField, t } from '../index.ts'
import type { LineInput, Meal, Moment } from './views.ts'

const moments: readonly Moment[] = ['MORN', 'NOON', 'AFT', 'EVE', 'HS']
const meals: readonly Meal[] = ['AC', 'C', 'PC']

interface EditorProps {
  readonly line: LineInput
  readonly unit: string
  readonly maxDays: number | undefined
  readonly onChange: (line: LineInput) => void
}

/** A count is worked out anew when the course changes, unless the dose is measured. */
function counted(line: LineInput): LineInput {
  const { quantity: _quantity, ...rest } = line
  return line.doseUnit ? line : rest
}

function Moments({ line, onChange }: Pick<EditorProps, 'line' | 'onChange'>) {
  function toggle(moment: Moment): void {
    const chosen = moments.filter((one) =>
      one === moment ? !line.moments.includes(one) : line.moments.includes(one),
    )
    onChange(counted({ ...line, moments: chosen, timesADay: chosen.length || line.timesADay }))
  }
  return (
    <fieldset className="rx-moments">
      <legend className="lo-field-label">{t('exam.rx.moments')}</legend>
      <div className="lo-seg">
        {moments.map((moment) => (
          <label key={moment}>
            <input
              type="checkbox"
              className="lo-hidden"
              checked={line.moments.includes(moment)}
              onChange={() => toggle(moment)}
            />
            {t(`exam.rx.moment.${moment}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Dose, parts of the day, meal, days and quantity of one drug. The quantity follows the course. */
export function LineEditor({ line, unit, maxDays, onChange }: EditorProps) {
  const number = (text: string | undefined, least: number) => {
    const value = Number(text ?? '')
    return Number.isFinite(value) && value >= least ? value : undefined
  }
  return (
    <div className="rx-editor">
      <FieldGrid columns={4}>
        <NumberField
          label={t('exam.rx.dose')}
          unit={line.doseUnit ?? unit}
          value={String(line.dose)}
          decimals={2}
          onChange={(text) => {
            const dose = number(text, 0.001)
            if (dose) onChange(counted({ ...line, dose }))
          }}
        />
        <NumberField
          label={t('exam.rx.times')}
          unit={t('exam.rx.timesUnit')}
          value={String(line.timesADay)}
          decimals={0}
          onChange={(text) => {
            const times = number(text, 1)
            if (times)
              onChange(
                counted({ ...line, timesADay: times, moments: times === line.moments.length ? line.moments : [] }),
              )
          }}
        />
        <NumberField
          label={t('exam.rx.days')}
          unit={t('exam.rx.daysUnit')}
          value={String(line.days)}
          decimals={0}
          {...(maxDays ? { plausible: { low: 1, high: maxDays } } : {})}
          onChange={(text) => {
            const days = number(text, 1)
            if (days) onChange(counted({ ...line, days }))
          }}
        />
        <NumberField
          label={t('exam.rx.quantity')}
          unit={unit}
          value={line.quantity === undefined ? undefined : String(line.quantity)}
          decimals={0}
          onChange={(text) => {
            const quantity = number(text, 1)
            if (quantity) onChange({ ...line, quantity })
          }}
        />
      </FieldGrid>
      <Moments line={line} onChange={onChange} />
      <FieldGrid columns={3}>
        <SelectField<Meal>
          label={t('exam.rx.meal')}
          value={line.meal}
          placeholder={t('exam.rx.anyMeal')}
          onChange={(meal) => {
            const { meal: _old, ...rest } = line
            onChange(meal ? { ...rest, meal } : rest)
          }}
          options={meals.map((meal) => ({ value: meal, label: t(`exam.rx.meal.${meal}`) }))}
        />
        <TextField
          label={t('exam.rx.asNeeded')}
          value={line.asNeeded ?? ''}
          maxLength={120}
          onChange={(asNeeded) => onChange({ ...line, asNeeded })}
        />
        <TextField
          label={t('exam.rx.note')}
          value={line.note ?? ''}
          maxLength={300}
          onChange={(note) => onChange({ ...line, note })}
        />
      </FieldGrid>
    </div>
  )
}
