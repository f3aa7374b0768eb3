import {
  backWords,
  type FetalBack,
  type FetalChart,
  type FetalLie,
  type FetalPosition,
  type FetalPresentation,
  lieWords,
  positionWords,
  presentationWords,
} from '#kernel/drawing/index.ts'
import { SelectField } from '../fields/choice.tsx'
import { TextField } from '../fields/text-field.tsx'
import { FieldGrid } from '../layout/layout.tsx'
import { language, t } from '../text/translate.ts'
import { DrawingEditor } from './drawing-editor.tsx'
import type { DrawingEditorProps } from './editor-props.ts'
import type { DrawingHand } from './use-drawing.ts'

type Words = Readonly<Record<string, { readonly vi: string; readonly en: string }>>
const optionsOf = <K extends string>(words: Words) =>
  Object.entries(words).map(([value, name]) => ({ value: value as K, label: name[language()] }))

const across: readonly string[] = ['head-left', 'head-right', 'oblique-left', 'oblique-right']

function Fields({ hand }: { readonly hand: DrawingHand }) {
  const chart = hand.drawing.chart as FetalChart
  const set = (key: keyof FetalChart) => (value: string | undefined) => {
    const { [key]: _old, ...others } = chart
    hand.change({ chart: value ? { ...others, [key]: value } : others })
  }
  const none = t('drawings.fetal.none')
  const isAcross = chart.lie !== undefined && across.includes(chart.lie)
  const backs = optionsOf<FetalBack>(backWords).filter(
    ({ value }) => isAcross === (value === 'up' || value === 'down'),
  )
  return (
    <FieldGrid columns={2}>
      <SelectField<FetalLie>
        label={t('drawings.fetal.lie')}
        value={chart.lie}
        placeholder={none}
        onChange={set('lie')}
        options={optionsOf(lieWords)}
      />
      <SelectField<FetalBack>
        label={t('drawings.fetal.back')}
        value={chart.back}
        placeholder={none}
        onChange={set('back')}
        options={backs}
      />
      <SelectField<FetalPresentation>
        label={t('drawings.fetal.presentation')}
        value={chart.presentation}
        placeholder={none}
        onChange={set('presentation')}
        options={optionsOf(presentationWords)}
      />
      <SelectField<FetalPosition>
        label={t('drawings.fetal.position')}
        value={chart.position}
        placeholder={none}
        onChange={set('position')}
        options={optionsOf(positionWords)}
      />
      <TextField
        label={t('drawings.note.placeholder')}
        value={chart.note ?? ''}
        maxLength={200}
        onChange={set('note')}
      />
    </FieldGrid>
  )
}

/** Lie, presentation and position by words; the picture follows. */
export function FetalEditor(props: DrawingEditorProps) {
  return <DrawingEditor {...props} kind="fetal-lie" fields={(hand) => <Fields hand={hand} />} />
}
