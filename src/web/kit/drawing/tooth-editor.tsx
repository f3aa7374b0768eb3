import { useState } from 'react'
import {
  isDeciduous,
  type Surface,
  type SurfaceState,
  squareSize,
  surfacePath,
  surfaceStates,
  surfaces,
  type TeethChart,
  type Tooth,
  type ToothState,
  teeth,
  toothPlace,
  toothStates,
} from '#kernel/drawing/index.ts'
import { Checkbox, SelectField } from '../fields/choice.tsx'
import { TextField } from '../fields/text-field.tsx'
import { FieldGrid, Inline, Stack } from '../layout/layout.tsx'
import { language, t } from '../text/translate.ts'
import { DrawingEditor } from './drawing-editor.tsx'
import type { DrawingEditorProps } from './editor-props.ts'
import { ToothGrid } from './tooth-grid.tsx'
import type { DrawingHand } from './use-drawing.ts'

const sound: Tooth = { states: [], surfaces: {} }
const chartOf = ({ drawing }: DrawingHand) => drawing.chart as TeethChart
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[]

/** The chart with one tooth changed; a tooth of which nothing is said is sound and not kept. */
function withTooth(chart: TeethChart, number: string, tooth: Tooth): TeethChart {
  const { [number]: _old, ...others } = chart.teeth
  const says = tooth.states.length > 0 || Object.keys(tooth.surfaces).length > 0 || tooth.note
  return { teeth: says ? { ...others, [number]: tooth } : others }
}

function withSurface(tooth: Tooth, surface: Surface, state: SurfaceState | undefined): Tooth {
  const { [surface]: _old, ...others } = tooth.surfaces
  return { ...tooth, surfaces: state ? { ...others, [surface]: state } : others }
}

interface ToothFieldsProps {
  readonly number: string
  readonly tooth: Tooth
  readonly onChange: (tooth: Tooth) => void
}

/** All that can be said of the chosen tooth. */
function ToothFields({ number, tooth, onChange }: ToothFieldsProps) {
  const toggle = (state: ToothState, on: boolean) =>
    onChange({ ...tooth, states: on ? [...tooth.states, state] : tooth.states.filter((one) => one !== state) })
  return (
    <fieldset className="dr-tooth" aria-label={t('drawings.tooth', { number })}>
      <legend>{t('drawings.tooth', { number })}</legend>
      <Stack>
        <Inline wrap gap={12}>
          {keysOf(toothStates).map((state) => (
            <Checkbox
              key={state}
              label={toothStates[state][language()]}
              checked={tooth.states.includes(state)}
              onChange={(on) => toggle(state, on)}
            />
          ))}
        </Inline>
        <FieldGrid columns={5}>
          {surfaces.map((surface) => (
            <SelectField<SurfaceState>
              key={surface}
              label={t(`drawings.surface.${surface}`)}
              value={tooth.surfaces[surface]}
              placeholder={t('drawings.state.none')}
              onChange={(state) => onChange(withSurface(tooth, surface, state))}
              options={keysOf(surfaceStates).map((value) => ({ value, label: surfaceStates[value][language()] }))}
            />
          ))}
        </FieldGrid>
        <TextField
          label={t('drawings.note', { part: number })}
          value={tooth.note ?? ''}
          maxLength={120}
          onChange={(note) =>
            onChange(note ? { ...tooth, note } : { states: tooth.states, surfaces: tooth.surfaces })
          }
        />
      </Stack>
    </fieldset>
  )
}

/** A whole tooth, and over it each of its surfaces. */
const touchParts = teeth.flatMap((number) => {
  const { x, square } = toothPlace(number)
  const [left, top] = [x - squareSize / 2 - 3, isDeciduous(number) ? square - 16 : square - 92]
  const height = isDeciduous(number) ? squareSize + 32 : squareSize + 184
  return [
    { id: number, d: `M${left} ${top}h${squareSize + 6}v${height}h${-squareSize - 6}Z` },
    ...surfaces.map((surface) => ({ id: `${number}.${surface}`, d: surfacePath(number, surface) })),
  ]
})

/** Touching a surface marks it as decayed, touching it again clears it; touching the rest chooses the tooth. */
function touch(hand: DrawingHand, id: string): void {
  const [number = '', surface] = id.split('.')
  const known = surfaces.find((one) => one === surface)
  if (!known) return
  const tooth = chartOf(hand).teeth[number] ?? sound
  const next = tooth.surfaces[known] ? undefined : 'caries'
  hand.change({ chart: withTooth(chartOf(hand), number, withSurface(tooth, known, next)) })
}

/** The tooth chart by FDI numbers: by touch, or by the grid of numbers with the arrow keys. */
export function ToothEditor(props: DrawingEditorProps) {
  const [number, setNumber] = useState('11')
  return (
    <DrawingEditor
      {...props}
      kind="teeth"
      touch={{
        parts: touchParts,
        onTouch: (hand, id) => {
          setNumber(id.split('.')[0] ?? number)
          touch(hand, id)
        },
      }}
      fields={(hand) => (
        <Stack>
          <ToothGrid chosen={number} said={chartOf(hand).teeth} onChoose={setNumber} />
          <ToothFields
            number={number}
            tooth={chartOf(hand).teeth[number] ?? sound}
            onChange={(tooth) => hand.change({ chart: withTooth(chartOf(hand), number, tooth) })}
          />
        </Stack>
      )}
    />
  )
}
