import { keyFrom, readKey } from '#fhir/sdc/nodes.ts'
import { t } from '../text/translate.ts'
import type { ScreenItem } from './model.ts'
import { type ItemProps, useItemView, useScope } from './scope.tsx'
import { placeId, withNumber } from './use-item.ts'
import { wordsIn } from './words.ts'

interface ItemsProps {
  readonly items: readonly ScreenItem[]
  readonly rows: readonly number[]
}

/** So many items make a block that the browser may leave undrawn while it is out of sight. */
const blockSize = 24

function blocks(items: readonly ScreenItem[]): readonly (readonly ScreenItem[])[] {
  const count = Math.ceil(items.length / blockSize)
  return Array.from({ length: count }, (_, at) => items.slice(at * blockSize, (at + 1) * blockSize))
}

/** Items side by side where they fit, in the printed order. */
export function Items({ items, rows }: ItemsProps) {
  const View = useItemView()
  const parts = blocks(items)
  return (
    <div className="fo-items">
      {parts.map((part) => (
        <div key={part[0]?.linkId} className="fo-grid" data-block={parts.length > 1 || undefined}>
          {part.map((item) => (
            <View key={item.linkId} item={item} place={keyFrom(item.linkId, rows)} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A named part of the form. */
export function GroupItem({ item, place }: ItemProps) {
  const scope = useScope()
  const title = withNumber(item.prefix, wordsIn(item.words, scope.language))
  const { rows } = readKey(place)
  return (
    <fieldset className="fo-group" id={placeId(scope, place)} data-row={item.print.has('row') || undefined}>
      {title.trim() !== '' && (
        <legend className="fo-group-title">
          {title}
          {item.required && <span className="lo-field-need"> {t('kit.field.required')}</span>}
        </legend>
      )}
      <Items items={item.children} rows={rows} />
    </fieldset>
  )
}
