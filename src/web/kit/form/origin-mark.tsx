import { Icon } from '../marks/icon.tsx'
import { t } from '../text/translate.ts'
import type { Source } from './carry.ts'

const ofChart: Readonly<Record<string, string>> = {
  Patient: 'fill.from.patient',
  Encounter: 'fill.from.encounter',
  Observation: 'fill.from.observation',
}

/** Says that a person wrote another value than the one that the form computes. */
export function TypedMark() {
  return (
    <span className="fo-from">
      <Icon name="edit" size={14} />
      {t('fill.typedOver')}
    </span>
  )
}

/** Says where an answer was taken from; goes when a person changes the answer. What the chart knows needs no words. */
export function OriginMark({ source }: { readonly source: Source }) {
  const [type = ''] = source.reference.split('/')
  if (type === 'QuestionnaireResponse')
    return (
      <span className="fo-from">
        <Icon name="copy" size={14} />
        {t('fill.from', { source: source.display })}
      </span>
    )
  const words = t(ofChart[type] ?? 'fill.from.chart')
  return (
    <span className="fo-from" title={words}>
      <Icon name="copy" size={14} />
      <span className="lo-hidden">{words}</span>
    </span>
  )
}
