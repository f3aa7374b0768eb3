import { Suspense } from 'react'
import { keyFrom, readKey } from '#fhir/sdc/nodes.ts'
import type { Key } from '#fhir/sdc/types.ts'
import { drawingEditors } from '../drawing/registry.ts'
import { Loading } from '../states/states.tsx'
import { t } from '../text/translate.ts'
import type { ScreenItem } from './model.ts'
import { placeId, useItem, withNumber } from './use-item.ts'
import { wordsIn } from './words.ts'

interface DrawingProps {
  readonly item: ScreenItem
  readonly place: Key
}

/** A clinical drawing: its data is an answer, its picture is made by the server. */
export function DrawingItem({ item, place }: DrawingProps) {
  const data = item.children.find((child) => child.linkId === `${item.linkId}.data`) ?? item
  const work = useItem(data, keyFrom(data.linkId, readKey(place).rows))
  const { scope } = work
  const label = withNumber(item.prefix, wordsIn(item.words, scope.language))
  const kind = item.drawing ?? ''
  const Editor = Object.entries(drawingEditors).find(([name]) => name === kind)?.[1]
  return (
    <fieldset className="fo-drawing" id={placeId(scope, place)}>
      <legend className="fo-group-title">{label}</legend>
      {Editor ? (
        <Suspense fallback={<Loading rows={6} lead={false} />}>
          <Editor
            kind={kind}
            value={work.first?.valueString}
            label={label}
            readOnly={scope.readOnly}
            {...(scope.subject ? { subject: scope.subject } : {})}
            onChange={(value) => work.set(value === '' ? [] : [{ valueString: value }])}
          />
        </Suspense>
      ) : (
        <p className="lo-dense lo-ink2">{t('fill.drawing.unknown', { kind })}</p>
      )}
    </fieldset>
  )
}
