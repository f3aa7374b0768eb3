import { Checkbox, Inline, TextField, t } from '#web/kit/index.ts'
import { scoreFor } from './live-score.ts'
import type { Measured } from './measured.ts'

interface PersonChoicesProps {
  readonly form: Measured
  readonly years: number | undefined
  readonly sex: string
  readonly onChange: (form: Measured) => void
}

/** What decides which score is made, and a remark. */
export function PersonChoices({ form, years, sex, onChange }: PersonChoicesProps) {
  const score = scoreFor(form, years ?? 99)
  const mayBear = sex !== 'male' && years !== undefined && years >= 12 && years <= 55
  return (
    <div style={{ marginTop: 10 }}>
      <Inline gap={16} wrap>
        {mayBear && (
          <>
            <Checkbox
              label={t('vitals.form.pregnant')}
              checked={form.pregnant === true}
              onChange={(pregnant) => onChange({ ...form, pregnant })}
            />
            <Checkbox
              label={t('vitals.form.childbed')}
              checked={form.childbed === true}
              onChange={(childbed) => onChange({ ...form, childbed })}
            />
          </>
        )}
        {score === 'NEWS2' && (
          <Checkbox
            label={t('vitals.form.scale2')}
            checked={form.spo2Scale === 2}
            onChange={(checked) => onChange({ ...form, spo2Scale: checked ? 2 : 1 })}
          />
        )}
      </Inline>
      <TextField
        label={t('vitals.form.note')}
        value={form.note ?? ''}
        onChange={(note) => onChange({ ...form, note })}
        maxLength={500}
      />
    </div>
  )
}
