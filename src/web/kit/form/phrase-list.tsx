import { useState } from 'react'
import { Code } from '../marks/marks.tsx'
import { t } from '../text/translate.ts'
import { findPhrases, type Phrase } from './phrases.ts'

interface ListProps {
  readonly phrases: readonly Phrase[]
  readonly onPick: (text: string) => void
  readonly onClose: () => void
}

/** Phrases by what one remembers of them; arrows and Enter pick. */
export function PhraseList({ phrases, onPick, onClose }: ListProps) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const found = findPhrases(phrases, typed).slice(0, 50)
  const current = Math.min(at, found.length - 1)
  return (
    <div>
      <div className="lo-input">
        <input
          data-autofocus
          value={typed}
          role="combobox"
          aria-expanded
          aria-controls="fo-phrase-list"
          aria-label={t('fill.phrase.find')}
          placeholder={t('fill.phrase.find')}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
            const by = moves[event.key]
            if (by) setAt(Math.max(0, Math.min(found.length - 1, current + by)))
            if (event.key === 'Enter' && found[current]) onPick(found[current].text)
            if (event.key === 'Escape') onClose()
            if (by || event.key === 'Enter' || event.key === 'Escape') {
              event.preventDefault()
              event.stopPropagation()
            }
          }}
        />
      </div>
      <div className="lo-list" id="fo-phrase-list" role="listbox" aria-label={t('fill.phrase.list')}>
        {found.map((phrase, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys work in the field above
          <div
            key={`${phrase.short} ${phrase.text}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            data-combobox-selected={index === current || undefined}
            className="lo-option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(phrase.text)}
          >
            <Code>{phrase.short}</Code>
            <span className="lo-option-title">{phrase.text}</span>
          </div>
        ))}
        {found.length === 0 && <div className="lo-dense lo-ink2 fo-none">{t('fill.phrase.none')}</div>}
      </div>
    </div>
  )
}
