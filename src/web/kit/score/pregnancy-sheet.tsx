import { useState } from 'react'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { dueDateFromPeriod, dueDateFromScan, gestationalAge, termOf } from '#kernel/score/index.ts'
import { Choice } from '../fields/choice.tsx'
import { DateField } from '../fields/date-field.tsx'
import { NumberField } from '../fields/number-field.tsx'
import { FieldGrid, Stack } from '../layout/layout.tsx'
import { serverNow } from '../net/server-clock.ts'
import { Alert } from '../states/states.tsx'
import { formatDay } from '../text/format.ts'
import { t } from '../text/translate.ts'

type By = 'period' | 'scan'

const whole = (text: string | undefined, low: number, high: number) => {
  const value = Number(text ?? Number.NaN)
  return Number.isInteger(value) && value >= low && value <= high ? value : undefined
}

/** The due date by what is known; undefined while something is missing or out of bounds. */
function dueDate(by: By, day: string | undefined, weeks: number | undefined, days: number | undefined) {
  if (day === undefined) return undefined
  if (by === 'period') return dueDateFromPeriod(day)
  return weeks === undefined || days === undefined ? undefined : dueDateFromScan(day, { weeks, days })
}

/** Due date and gestational age by the last period or by a scan; nothing is kept. */
export function PregnancySheet() {
  const [by, setBy] = useState<By>('period')
  const [day, setDay] = useState<string>()
  const [weeks, setWeeks] = useState<string>()
  const [days, setDays] = useState<string | undefined>('0')
  const today = dayInVietnam(serverNow())
  const due = dueDate(by, day, whole(weeks, 4, 43), whole(days, 0, 6))
  const isNow = due !== undefined && day !== undefined && day <= today && due >= day
  const age =
    isNow && Date.parse(today) - Date.parse(due) < 35 * 86_400_000 ? gestationalAge(due, today) : undefined
  return (
    <Stack>
      <Choice<By>
        label={t('scores.pregnancy.by')}
        value={by}
        onChange={setBy}
        options={[
          { value: 'period', label: t('scores.pregnancy.period') },
          { value: 'scan', label: t('scores.pregnancy.scan') },
        ]}
      />
      <FieldGrid columns={3}>
        <DateField label={t(`scores.pregnancy.${by}`)} value={day} max={today} onChange={setDay} />
        {by === 'scan' && (
          <>
            <NumberField
              label={t('scores.pregnancy.weeks')}
              decimals={0}
              plausible={{ low: 4, high: 43 }}
              value={weeks}
              onChange={setWeeks}
            />
            <NumberField
              label={t('scores.pregnancy.days')}
              decimals={0}
              plausible={{ low: 0, high: 6 }}
              value={days}
              onChange={setDays}
            />
          </>
        )}
      </FieldGrid>
      {due && (
        <Alert level="note" title={t('scores.pregnancy.due', { day: formatDay(due) })}>
          {age &&
            t('scores.pregnancy.age', { weeks: age.weeks, days: age.days, term: t(`scores.term.${termOf(age)}`) })}
        </Alert>
      )}
      <p className="lo-dense lo-ink3">{t('scores.pregnancy.source')}</p>
    </Stack>
  )
}
