import { useState } from 'react'
import { addDays, dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import type { GrowthChart, GrowthPoint } from '#kernel/drawing/index.ts'
import { type GrowthMeasure, type GrowthSex, growthMeasures } from '#kernel/growth/growth.ts'
import { Button, IconButton } from '../fields/button.tsx'
import { Choice, SelectField } from '../fields/choice.tsx'
import { DateField } from '../fields/date-field.tsx'
import { NumberField } from '../fields/number-field.tsx'
import { Inline, Stack } from '../layout/layout.tsx'
import { serverNow } from '../net/server-clock.ts'
import { formatDay, formatNumber } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { DrawingEditor } from './drawing-editor.tsx'
import type { DrawingEditorProps, DrawingSubject } from './editor-props.ts'
import type { DrawingHand } from './use-drawing.ts'

const isBySize = (measure: GrowthMeasure) => measure === 'weightForLength' || measure === 'weightForHeight'
const sexOf = ({ sex }: DrawingSubject): GrowthSex => (sex === 'female' ? 'female' : 'male')

interface PartProps {
  readonly hand: DrawingHand
  readonly chart: GrowthChart
  readonly subject: DrawingSubject
}

/** One more measure: its day, or for weight by size the centimetres, and the value. */
function NewPoint({ hand, chart, subject }: PartProps) {
  const [day, setDay] = useState<string | undefined>(subject.on ?? dayInVietnam(serverNow()))
  const [size, setSize] = useState<string>()
  const [value, setValue] = useState<string>()
  const bySize = isBySize(chart.measure)
  const { birthDate } = subject
  const age = day && birthDate?.length === 10 ? daysBetween(birthDate, day) : undefined
  const x = bySize ? size && Number(size) : age
  const ready = typeof x === 'number' && x >= 0 && value !== undefined
  const add = () => {
    if (!ready) return
    const point: GrowthPoint = { x, y: Number(value) }
    const points = [...chart.points.filter((one) => one.x !== x), point].toSorted((a, b) => a.x - b.x)
    hand.change({ chart: { ...chart, points } })
    setValue(undefined)
  }
  return (
    <Inline wrap align="end">
      {bySize ? (
        <NumberField label={t('drawings.growth.size')} unit="cm" decimals={1} value={size} onChange={setSize} />
      ) : (
        <DateField label={t('drawings.growth.day')} value={day} onChange={setDay} />
      )}
      <NumberField label={t(`drawings.growth.${chart.measure}`)} decimals={2} value={value} onChange={setValue} />
      <Button
        icon="plus"
        onClick={add}
        disabledBecause={
          ready ? undefined : t(bySize || birthDate ? 'drawings.growth.fill' : 'drawings.growth.noBirth')
        }
      >
        {t('drawings.growth.add')}
      </Button>
    </Inline>
  )
}

function Points({ hand, chart, subject }: PartProps) {
  const place = ({ x }: GrowthPoint) =>
    isBySize(chart.measure)
      ? `${formatNumber(String(x))} cm`
      : subject.birthDate?.length === 10
        ? formatDay(addDays(subject.birthDate, x))
        : t('drawings.growth.age', { days: x })
  return (
    <ul className="lo-list">
      {chart.points.map((point) => (
        <li key={point.x}>
          <Inline>
            <span>{place(point)}</span>
            <b>{formatNumber(String(point.y))}</b>
            <IconButton
              icon="trash"
              size="sm"
              label={t('drawings.growth.remove', { at: place(point) })}
              onClick={() =>
                hand.change({ chart: { ...chart, points: chart.points.filter((one) => one !== point) } })
              }
            />
          </Inline>
        </li>
      ))}
    </ul>
  )
}

function Fields({ hand, subject }: Omit<PartProps, 'chart'>) {
  const stored = hand.drawing.chart as GrowthChart | undefined
  const chart: GrowthChart = stored ?? { sex: sexOf(subject), measure: 'weight', points: [] }
  const part = { hand, chart, subject }
  return (
    <Stack>
      <Inline wrap align="end">
        <SelectField<GrowthMeasure>
          label={t('drawings.growth.measure')}
          value={chart.measure}
          onChange={(measure) => measure && hand.change({ chart: { ...chart, measure, points: [] } })}
          options={growthMeasures.map((value) => ({ value, label: t(`drawings.growth.${value}`) }))}
        />
        {subject.sex !== 'male' && subject.sex !== 'female' && (
          <Choice<GrowthSex>
            label={t('drawings.growth.sex')}
            value={chart.sex}
            onChange={(sex) => hand.change({ chart: { ...chart, sex } })}
            options={[
              { value: 'male', label: t('drawings.growth.male') },
              { value: 'female', label: t('drawings.growth.female') },
            ]}
          />
        )}
      </Inline>
      <NewPoint key={chart.measure} {...part} />
      <Points {...part} />
    </Stack>
  )
}

/** A child's measures on the WHO curves; sex and age come from the patient. */
export function GrowthEditor(props: DrawingEditorProps) {
  const { sex } = props.subject ?? {}
  const knows = sex === 'male' || sex === 'female'
  const blank = knows ? JSON.stringify({ v: 1, chart: { sex, measure: 'weight', points: [] } }) : undefined
  return (
    <DrawingEditor
      {...props}
      value={props.value || blank}
      kind="growth"
      fields={(hand) => <Fields hand={hand} subject={props.subject ?? {}} />}
    />
  )
}
