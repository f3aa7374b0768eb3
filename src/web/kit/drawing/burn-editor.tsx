import { useState } from 'react'
import { completedMonths, dayInVietnam } from '#kernel/civil-date.ts'
import {
  type BurnChart,
  type BurnDegree,
  burnAreaOf,
  burnDegrees,
  monthsOf,
  specs,
} from '#kernel/drawing/index.ts'
import { Choice } from '../fields/choice.tsx'
import { NumberField } from '../fields/number-field.tsx'
import { FieldGrid } from '../layout/layout.tsx'
import { serverNow } from '../net/server-clock.ts'
import { formatNumber } from '../text/format.ts'
import { language, t } from '../text/translate.ts'
import { DrawingEditor } from './drawing-editor.tsx'
import type { DrawingEditorProps, DrawingSubject } from './editor-props.ts'
import type { DrawingHand } from './use-drawing.ts'

const { regions } = specs['burn-body'].plan

function monthsOfSubject({ birthDate, on }: DrawingSubject = {}): number | undefined {
  if (birthDate?.length !== 10) return undefined
  const months = completedMonths(birthDate, on ?? dayInVietnam(serverNow()))
  return months >= 0 ? months : undefined
}

const chartOf = ({ drawing }: DrawingHand) => drawing.chart as BurnChart

function changed(chart: BurnChart, region: string, degree: BurnDegree, area: number): BurnChart {
  const { [degree]: _old, ...others } = chart.areas[region] ?? {}
  const areas = area > 0 ? { ...others, [degree]: area } : others
  return { ...chart, areas: { ...chart.areas, [region]: areas } }
}

/** What the other degrees leave of a part. */
function roomFor(chart: BurnChart, region: string, degree: BurnDegree): number {
  const others = Object.entries(chart.areas[region] ?? {})
    .filter(([one]) => one !== degree)
    .reduce((sum, [, area]) => sum + area, 0)
  return Math.max(0, Math.round((burnAreaOf(region, monthsOf(chart)) - others) * 100) / 100)
}

interface AreasProps {
  readonly hand: DrawingHand
  readonly degree: BurnDegree
  readonly withAge: (chart: BurnChart) => BurnChart
}

/** The burned per cent of every part at the chosen degree. */
function Areas({ hand, degree, withAge }: AreasProps) {
  const chart = withAge(chartOf(hand))
  return (
    <details className="dr-regions">
      <summary>{t('drawings.burn.list', { degree })}</summary>
      <FieldGrid columns={3}>
        {regions.map(({ id, name }) => {
          const room = roomFor(chart, id, degree)
          const area = chart.areas[id]?.[degree]
          return (
            <NumberField
              key={id}
              label={name[language()]}
              unit="%"
              decimals={2}
              hint={t('drawings.burn.most', { most: formatNumber(String(room)) })}
              value={area === undefined ? undefined : String(area)}
              plausible={{ low: 0, high: room }}
              onChange={(text) => {
                const value = Number(text ?? 0)
                if (value >= 0 && value <= room) hand.change({ chart: changed(chart, id, degree, value) })
              }}
            />
          )
        })}
      </FieldGrid>
    </details>
  )
}

/** Burns: choose a degree, touch a part; a second touch halves it, a third takes it away. */
export function BurnEditor(props: DrawingEditorProps) {
  const [degree, setDegree] = useState<BurnDegree>('II')
  const ageMonths = monthsOfSubject(props.subject)
  const withAge = (chart: BurnChart): BurnChart => (ageMonths === undefined ? chart : { ...chart, ageMonths })
  const touch = (hand: DrawingHand, region: string) => {
    const chart = withAge(chartOf(hand))
    const [room, now] = [roomFor(chart, region, degree), chart.areas[region]?.[degree] ?? 0]
    const half = Math.round((room / 2) * 100) / 100
    const next = now === 0 ? room : now === room ? half : 0
    hand.change({ chart: changed(chart, region, degree, next) })
  }
  return (
    <>
      {!props.readOnly && (
        <Choice<BurnDegree>
          label={t('drawings.burn.degree')}
          hint={t('drawings.burn.hint')}
          value={degree}
          onChange={setDegree}
          options={burnDegrees.map((one) => ({
            value: one,
            label: t('drawings.burn.degree.name', { degree: one }),
          }))}
        />
      )}
      <DrawingEditor
        {...props}
        kind="burn-body"
        touch={{ parts: regions, onTouch: touch }}
        fields={(hand) => <Areas hand={hand} degree={degree} withAge={withAge} />}
      />
    </>
  )
}
