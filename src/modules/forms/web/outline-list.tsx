import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { Button, Icon, IconButton, t } from '#web/kit/index.ts'
import {
  freeLinkId,
  insertAfter,
  insertInto,
  itemAt,
  type Line,
  linesOf,
  moveBy,
  type Path,
  removeAt,
} from './outline.ts'

interface OutlineProps {
  readonly items: readonly QuestionnaireItem[]
  readonly path: Path
  readonly editable: boolean
  readonly onChoose: (path: Path) => void
  readonly onChange: (items: readonly QuestionnaireItem[], path?: Path) => void
}

function nameOf({ text, linkId, prefix }: QuestionnaireItem): string {
  return [prefix, text ?? linkId].filter(Boolean).join(' ')
}

const same = (one: Path, other: Path) => one.join('.') === other.join('.')

/** Where a new item goes: into the chosen group, else behind the chosen item. */
function added({ items, path }: OutlineProps, type: 'group' | 'string'): [QuestionnaireItem[], Path] {
  const item: QuestionnaireItem = { linkId: freeLinkId(items), type, text: t(`fill.own.new.${type}`) }
  const chosen = itemAt(items, path)
  if (!chosen) return [[...items, item], [items.length]]
  if (type === 'string' && chosen.type === 'group')
    return [insertInto(items, path, item), [...path, chosen.item?.length ?? 0]]
  const top = type === 'group' ? path.slice(0, 1) : path
  return [insertAfter(items, top, item), top.with(-1, (top.at(-1) ?? 0) + 1)]
}

function Row({ line, props }: { readonly line: Line; readonly props: OutlineProps }) {
  const { path, item } = line
  const { items, editable, onChange } = props
  const chosen = same(path, props.path)
  const at = path.at(-1) ?? 0
  return (
    <li>
      <button
        type="button"
        className="ws-line"
        style={{ paddingInlineStart: 10 + (path.length - 1) * 14 }}
        aria-current={chosen ? 'true' : undefined}
        onClick={() => props.onChoose(path)}
      >
        {item.type === 'group' && <Icon name="folder" size={14} />}
        <span>{nameOf(item)}</span>
      </button>
      {chosen && editable && (
        <span className="ws-line-acts">
          <IconButton
            icon="arrowUp"
            size="sm"
            label={t('fill.own.up')}
            onClick={() => onChange(moveBy(items, path, -1), path.with(-1, Math.max(0, at - 1)))}
          />
          <IconButton
            icon="arrowDown"
            size="sm"
            label={t('fill.own.down')}
            onClick={() => {
              const next = path.with(-1, at + 1)
              onChange(moveBy(items, path, 1), itemAt(items, next) ? next : path)
            }}
          />
          <IconButton
            icon="trash"
            size="sm"
            label={t('fill.own.remove', { what: nameOf(item) })}
            onClick={() => onChange(removeAt(items, path), path.with(-1, Math.max(0, at - 1)))}
          />
        </span>
      )}
    </li>
  )
}

/** Sections and items of a form, and what is done with the chosen one. */
export function OutlineList(props: OutlineProps) {
  const add = (type: 'group' | 'string') => props.onChange(...added(props, type))
  return (
    <nav className="ws-outline" aria-label={t('fill.own.outline')}>
      {props.editable && (
        <div className="ws-add">
          <Button size="sm" icon="plus" onClick={() => add('group')}>
            {t('fill.own.addSection')}
          </Button>
          <Button size="sm" icon="plus" onClick={() => add('string')}>
            {t('fill.own.addItem')}
          </Button>
        </div>
      )}
      <ul>
        {linesOf(props.items).map((line) => (
          <Row key={line.item.linkId} line={line} props={props} />
        ))}
      </ul>
    </nav>
  )
}
