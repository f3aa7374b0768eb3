import { useState } from 'react'
import { readKey } from '#fhir/sdc/nodes.ts'
import { jumpTo, withNumber, wordsIn } from '#web/kit/form/index.ts'
import { Icon, IconButton, language, t } from '#web/kit/index.ts'
import type { OpenFill } from './use-fill.ts'

interface ListProps {
  readonly fill: OpenFill
  readonly onClose: () => void
}

function labelOf({ model }: OpenFill, key: string): string {
  const { linkId, rows } = readKey(key)
  const item = model.byLinkId.get(linkId)
  const words = item ? withNumber(item.prefix, wordsIn(item.words, language())) : linkId
  const row = rows.at(-1)
  return row === undefined ? words : `${words} (${t('fill.row.name', { at: row + 1 })})`
}

/** Everything that hinders completing, each a way to its place; on a phone one line, that unfolds. */
export function IssueList({ fill, onClose }: ListProps) {
  const { store } = fill
  const [unfolded, setUnfolded] = useState(false)
  const issues = store.allIssues
  const choices = store.openChoices.size
  if (issues.length === 0 && choices === 0) return null
  return (
    <section className="fi-issues" data-unfolded={unfolded || undefined} aria-label={t('fill.issues.label')}>
      <header>
        <Icon name="danger" />
        <h2>
          {choices > 0
            ? t('fill.issues.choices', { count: choices })
            : t('fill.issues.title', { count: issues.length })}
        </h2>
        <span className="fi-fold">
          <IconButton
            icon={unfolded ? 'chevronDown' : 'chevronUp'}
            size="sm"
            label={unfolded ? t('fill.issues.fold') : t('fill.issues.unfold')}
            onClick={() => setUnfolded(!unfolded)}
          />
        </span>
        <IconButton icon="close" size="sm" label={t('kit.close')} onClick={onClose} />
      </header>
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.key} ${issue.text}`}>
            <button type="button" onClick={() => jumpTo(issue.key)}>
              <b>{labelOf(fill, issue.key)}</b> <span>{issue.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
