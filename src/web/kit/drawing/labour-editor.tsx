import { useState } from 'react'
import { contractionLengths, fluids, type Labour, type LabourRow, mouldings } from '#kernel/drawing/index.ts'
import { Button, IconButton } from '../fields/button.tsx'
import { SelectField } from '../fields/choice.tsx'
import { NumberField } from '../fields/number-field.tsx'
import { TextField } from '../fields/text-field.tsx'
import { FieldGrid, Inline, Stack } from '../layout/layout.tsx'
import { language, t } from '../text/translate.ts'
import { DrawingEditor } from './drawing-editor.tsx'
import type { DrawingEditorProps } from './editor-props.ts'
import type { DrawingHand } from './use-drawing.ts'

const numbers = [
  ['fetalHeart', 40, 240, 0],
  ['cervix', 0, 10, 1],
  ['descent', 0, 5, 0],
  ['contractions', 0, 9, 0],
  ['pulse', 20, 250, 0],
  ['systolic', 40, 300, 0],
  ['diastolic', 20, 200, 0],
  ['temperature', 30, 44, 1],
  ['oxytocin', 0, 100, 1],
  ['drops', 0, 120, 0],
] as const
const texts = ['drug', 'urine'] as const

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

interface RowProps {
  readonly row: LabourRow
  readonly onChange: (row: LabourRow) => void
}

function withField(row: LabourRow, key: keyof LabourRow, value: unknown): LabourRow {
  const { [key]: _old, ...others } = row
  return { ...others, h: row.h, ...(value === undefined || value === '' ? {} : { [key]: value }) }
}

/** All that one examination can say. */
function RowFields({ row, onChange }: RowProps) {
  return (
    <FieldGrid columns={4}>
      {numbers.map(([key, low, high, decimals]) => (
        <NumberField
          key={key}
          label={t(`drawings.labour.${key}`)}
          decimals={decimals}
          plausible={{ low, high }}
          value={row[key] === undefined ? undefined : String(row[key])}
          onChange={(text) => {
            const value = text === undefined ? undefined : Number(text)
            if (value === undefined || (value >= low && value <= high)) onChange(withField(row, key, value))
          }}
        />
      ))}
      <SelectField
        label={t('drawings.labour.length')}
        value={row.length}
        placeholder={t('drawings.fetal.none')}
        onChange={(value) => onChange(withField(row, 'length', value))}
        options={contractionLengths.map((value) => ({ value, label: t(`drawings.labour.length.${value}`) }))}
      />
      <SelectField
        label={t('drawings.labour.fluid')}
        value={row.fluid}
        placeholder={t('drawings.fetal.none')}
        onChange={(value) => onChange(withField(row, 'fluid', value))}
        options={Object.entries(fluids).map(([value, name]) => ({
          value,
          label: `${value}: ${name[language()]}`,
        }))}
      />
      <SelectField
        label={t('drawings.labour.moulding')}
        value={row.moulding}
        placeholder={t('drawings.fetal.none')}
        onChange={(value) => onChange(withField(row, 'moulding', value))}
        options={mouldings.map((value) => ({ value, label: value }))}
      />
      {texts.map((key) => (
        <TextField
          key={key}
          label={t(`drawings.labour.${key}`)}
          value={row[key] ?? ''}
          maxLength={20}
          onChange={(value) => onChange(withField(row, key, value))}
        />
      ))}
    </FieldGrid>
  )
}

function Fields({ hand }: { readonly hand: DrawingHand }) {
  const labour = hand.drawing.chart as Labour
  const [start, setStart] = useState(labour.start ?? '')
  const [hour, setHour] = useState<string | undefined>('0')
  const at = Number(hour ?? Number.NaN)
  const chosen = labour.rows.find(({ h }) => h === at)
  const others = labour.rows.filter(({ h }) => h !== at)
  const isHour = at >= 0 && at <= 24
  const save = (row: LabourRow) =>
    hand.change({ chart: { ...labour, rows: [...others, row].toSorted((a, b) => a.h - b.h) } })
  return (
    <Stack>
      <Inline wrap align="end">
        <TextField
          label={t('drawings.labour.start')}
          hint={t('drawings.labour.start.hint')}
          value={start}
          maxLength={5}
          onChange={(text) => {
            setStart(text)
            if (clock.test(text)) hand.change({ chart: { ...labour, start: text } })
          }}
        />
        <NumberField
          label={t('drawings.labour.hour')}
          decimals={2}
          plausible={{ low: 0, high: 24 }}
          value={hour}
          onChange={setHour}
        />
        {labour.rows.map(({ h }) => (
          <Button key={h} size="sm" pressed={h === at} onClick={() => setHour(String(h))}>
            {t('drawings.labour.at', { h })}
          </Button>
        ))}
        {chosen && (
          <IconButton
            icon="trash"
            label={t('drawings.labour.remove', { h: at })}
            onClick={() => hand.change({ chart: { ...labour, rows: others } })}
          />
        )}
      </Inline>
      {isHour && <RowFields key={at} row={chosen ?? { h: at }} onChange={save} />}
    </Stack>
  )
}

/** The partograph: hour by hour what was found; the curves follow. */
export function LabourEditor(props: DrawingEditorProps) {
  return <DrawingEditor {...props} kind="partograph" fields={(hand) => <Fields hand={hand} />} />
}
