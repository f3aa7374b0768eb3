import { memo, type ReactNode } from 'react'
import { AttachmentItem } from './attachment-item.tsx'
import { CarryButton } from './carry-button.tsx'
import { BooleanItem, ChoiceItem, ManyItem } from './choice-item.tsx'
import { DrawingItem } from './drawing-item.tsx'
import { GroupItem } from './group-item.tsx'
import type { ScreenItem } from './model.ts'
import { DateItem, MomentItem, TimeItem } from './moment-item.tsx'
import { NumberItem } from './number-item.tsx'
import { OtherAnswerMark } from './other-answer.tsx'
import { PickItem } from './pick-item.tsx'
import { Readout } from './readout.tsx'
import { RowsItem } from './rows-item.tsx'
import { type ItemProps, usePlace, useScope } from './scope.tsx'
import { spanOf } from './spans.ts'
import { TextItem } from './text-item.tsx'
import { type ItemWork, placeId, useItem } from './use-item.ts'
import { wordsIn } from './words.ts'

/** Up to this many options are all in sight; more are searched. */
const mostInSight = 6

function choice(work: ItemWork): ReactNode {
  const { item } = work
  const few = item.options.length > 0 && item.options.length <= mostInSight
  if (item.repeats && item.options.length > 0 && item.options.length <= 2 * mostInSight)
    return <ManyItem work={work} />
  if (item.kind === 'choice' && few && !item.repeats) return <ChoiceItem work={work} />
  return <PickItem work={work} />
}

function field(work: ItemWork): ReactNode {
  switch (work.item.kind) {
    case 'integer':
    case 'decimal':
    case 'quantity':
      return <NumberItem work={work} />
    case 'date':
      return <DateItem work={work} />
    case 'dateTime':
      return <MomentItem work={work} />
    case 'time':
      return <TimeItem work={work} />
    case 'boolean':
      return <BooleanItem work={work} />
    case 'choice':
    case 'open-choice':
      return choice(work)
    case 'attachment':
      return <AttachmentItem work={work} />
    case 'reference':
      return <Readout work={work} />
    default:
      return <TextItem work={work} long={work.item.kind === 'text'} />
  }
}

function FieldItem({ item, place }: ItemProps) {
  const work = useItem(item, place)
  const { scope } = work
  const closed = scope.readOnly || item.readOnly
  const span = spanOf(item, scope.language)
  return (
    <div className="fo-item" id={placeId(scope, place)} data-span={span}>
      {scope.onCarry && work.answers.length > 0 && <CarryButton item={item} place={place} />}
      {closed ? <Readout work={work} /> : field(work)}
      {!closed && <OtherAnswerMark work={work} />}
      {item.children.map((child) => (
        <ItemView key={child.linkId} item={child} place={place.replace(item.linkId, child.linkId)} />
      ))}
    </div>
  )
}

function DisplayItem({ item }: { readonly item: ScreenItem }) {
  const { language } = useScope()
  return <p className="fo-display">{wordsIn(item.words, language)}</p>
}

/** One item of a form, whatever its kind; nothing while it is not asked. Drawn again only when its place changes. */
export const ItemView = memo(function ItemView({ item, place }: ItemProps): ReactNode {
  const { store } = useScope()
  usePlace(store, place)
  if (item.hidden) return null
  if (item.kind === 'group' && item.repeats) return <RowsItem item={item} place={place} />
  if (item.kind === 'display') return <DisplayItem item={item} />
  if (!store.isAsked(place)) return null
  if (item.drawing) return <DrawingItem item={item} place={place} />
  return item.kind === 'group' ? <GroupItem item={item} place={place} /> : <FieldItem item={item} place={place} />
})
