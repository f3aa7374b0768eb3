import { Checkbox, Choice, FieldGrid, TextArea, t } from '#web/kit/index.ts'
import type { Measured } from './measured.ts'
import type { WaitingVisit } from './visit.ts'

interface PersonFieldsProps {
  readonly form: Measured
  readonly visit: WaitingVisit
  readonly years: number | undefined
  readonly onChange: (part: Measured) => void
}

/** Asked of women of 12 to 55 years; pregnancy shuts out NEWS2. */
function mayBePregnant(sex: string, years: number | undefined): boolean {
  return sex !== 'male' && years !== undefined && years >= 12 && years <= 55
}

/** What is seen and asked, beside what is measured. */
export function PersonFields({ form, visit, years, onChange }: PersonFieldsProps) {
  return (
    <>
      <Choice
        label={t('vitals.form.consciousness')}
        value={form.consciousness}
        onChange={(consciousness) => onChange({ consciousness })}
        options={(['A', 'C', 'V', 'P', 'U'] as const).map((value) => ({
          value,
          label: t(`vitals.form.consciousness.${value}`),
        }))}
      />
      <FieldGrid columns={2}>
        {mayBePregnant(visit.sex, years) && (
          <Choice
            label={t('vitals.form.pregnant')}
            value={form.pregnant === undefined ? undefined : form.pregnant ? 'yes' : 'no'}
            onChange={(answer) => onChange({ pregnant: answer === 'yes' })}
            options={(['no', 'yes'] as const).map((value) => ({
              value,
              label: t(`vitals.form.pregnant.${value}`),
            }))}
          />
        )}
        <Checkbox
          label={t('vitals.form.scale2')}
          checked={form.spo2Scale === 2}
          onChange={(checked) => onChange({ spo2Scale: checked ? 2 : 1 })}
        />
      </FieldGrid>
      <TextArea
        label={t('vitals.form.note')}
        value={form.note ?? ''}
        onChange={(note) => onChange({ note })}
        maxLength={500}
      />
    </>
  )
}
