import { readKey } from '#fhir/sdc/nodes.ts'
import { Button } from '../fields/button.tsx'
import { Icon } from '../marks/icon.tsx'
import { t } from '../text/translate.ts'
import { CarryButton } from './carry-button.tsx'
import { Items } from './group-item.tsx'
import type { ScreenItem } from './model.ts'
import { RowActs } from './row-acts.tsx'
import { fitsLines, RowTable } from './row-table.tsx'
import { type ItemProps, RowFrame, useScope } from './scope.tsx'
import { placeId, withNumber } from './use-item.ts'
import { type RowsWork, useRows } from './use-rows.ts'
import { wordsIn } from './words.ts'

function Cards({ item, work }: { readonly item: ScreenItem; readonly work: RowsWork }) {
  const scope = useScope()
  return (
    <>
      {work.rows.map((row, at) => (
        <section
          key={work.idOf(row)}
          className="fo-card"
          id={placeId(scope, row)}
          data-row-key={row}
          aria-label={t('fill.row.name', { at: at + 1 })}
        >
          <div className="fo-card-head">
            <span className="lo-label lo-num">{t('fill.row.name', { at: at + 1 })}</span>
            <RowActs work={work} item={item} row={row} at={at} />
          </div>
          <RowFrame item={item} row={row}>
            <Items items={item.children} rows={readKey(row).rows} />
          </RowFrame>
        </section>
      ))}
    </>
  )
}

/** A group whose rows repeat: a table where it is one on paper, else a card for each. */
export function RowsItem({ item, place }: ItemProps) {
  const scope = useScope()
  const { store, language } = scope
  const work = useRows(item, place)
  const [first] = work.rows
  if (first !== undefined && !store.isAsked(first)) return null
  const isTable = (item.control === 'gtable' || item.control === 'table') && fitsLines(item)
  const issue = store.issuesAt(place)[0]
  return (
    <fieldset className="fo-group" id={placeId(scope, place)} onKeyDown={work.onKeyDown}>
      <legend className="fo-group-title">
        {withNumber(item.prefix, wordsIn(item.words, language))}
        {item.required && <span className="lo-field-need"> {t('kit.field.required')}</span>}
      </legend>
      {scope.onCarry && <CarryButton item={item} place={place} />}
      {isTable ? <RowTable item={item} work={work} /> : <Cards item={item} work={work} />}
      {issue && (
        <div className="lo-field-error">
          <Icon name="danger" size={14} />
          <span>{issue.text}</span>
        </div>
      )}
      {work.mayAdd && (
        <div className="fo-add">
          <Button size="sm" kind="plain" icon="plus" keyHint="Alt N" onClick={() => work.add()}>
            {t('fill.row.add')}
          </Button>
          {work.taken && (
            <span className="fo-taken" role="status">
              {t('fill.row.removed', { at: work.taken.at + 1 })}
              <Button size="sm" kind="plain" icon="undo" onClick={work.restore}>
                {t('fill.row.undo')}
              </Button>
            </span>
          )}
        </div>
      )}
    </fieldset>
  )
}
