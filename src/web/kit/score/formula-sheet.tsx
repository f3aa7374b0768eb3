import { useState } from 'react'
import { evaluateFormula, type FormulaSubject, type FormulaSheet as Sheet } from '#kernel/score/index.ts'
import { NumberField } from '../fields/number-field.tsx'
import { FieldGrid, Stack } from '../layout/layout.tsx'
import { Alert } from '../states/states.tsx'
import { formatNumber } from '../text/format.ts'
import { language, t } from '../text/translate.ts'

interface FormulaSheetProps {
  readonly sheet: Sheet
  readonly subject: FormulaSubject
  /** Values that the chart knows already. */
  readonly known?: Readonly<Record<string, string>>
}

const levels = { low: 'note', medium: 'warning', high: 'stop' } as const

/** A number computed from a few others, with its source; nothing is kept. */
export function FormulaSheet({ sheet, subject, known = {} }: FormulaSheetProps) {
  const [values, setValues] = useState<Readonly<Record<string, string | undefined>>>(known)
  const isWhole = sheet.inputs.every(({ id, low, high }) => {
    const value = Number(values[id] ?? Number.NaN)
    return value >= low && value <= high
  })
  const mayCompute = isWhole && (!sheet.needsSex || subject.sex !== undefined)
  const numbers = Object.fromEntries(sheet.inputs.map(({ id }) => [id, Number(values[id])]))
  const result = mayCompute ? evaluateFormula(sheet, numbers, subject) : undefined
  return (
    <Stack>
      <FieldGrid columns={2}>
        {sheet.inputs.map(({ id, text, unit, low, high }) => (
          <NumberField
            key={id}
            label={text[language()]}
            unit={unit}
            plausible={{ low, high }}
            value={values[id]}
            onChange={(value) => setValues({ ...values, [id]: value })}
          />
        ))}
      </FieldGrid>
      {sheet.needsSex && subject.sex === undefined && <Alert level="warning" title={t('scores.sexNeeded')} />}
      {result && (
        <Alert
          level={result.band ? levels[result.band.level] : 'note'}
          title={`${formatNumber(result.text)} ${sheet.unit}`}
        >
          {result.band?.meaning[language()]}
        </Alert>
      )}
      <p className="lo-dense lo-ink3">{sheet.source}</p>
    </Stack>
  )
}
