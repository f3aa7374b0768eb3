import { Popover } from '@mantine/core'
import { useState } from 'react'
import { useShortcuts } from '../hands/shortcuts.ts'
import { Icon } from '../marks/icon.tsx'
import { t } from '../text/translate.ts'
import { useDictation } from './dictation.ts'
import { PhraseList } from './phrase-list.tsx'
import { insert, type Phrase } from './phrases.ts'
import { write } from './write-into.ts'

interface ToolsProps {
  readonly field: () => HTMLInputElement | HTMLTextAreaElement | null
  readonly phrases: readonly Phrase[]
}

/** Beside the text that is being written: the list of phrases, and speech. */
export function WritingTools({ field, phrases }: ToolsProps) {
  const [open, setOpen] = useState(false)
  const put = (text: string) => {
    const target = field()
    if (!target) return
    const at = target.selectionEnd ?? target.value.length
    const made = insert(target.value, target.selectionStart ?? at, at, text)
    write(target, made)
  }
  const speech = useDictation(put)
  useShortcuts([
    { keys: 'mod+space', label: t('fill.phrase.open'), run: () => setOpen(true) },
    ...(speech.toggle ? [{ keys: 'alt+g', label: t('fill.speech.start'), run: speech.toggle }] : []),
  ])
  return (
    <span className="fo-tools">
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="none" trapFocus returnFocus={false}>
        <Popover.Target>
          <button
            type="button"
            className="fo-tool"
            title={t('fill.phrase.open')}
            aria-label={t('fill.phrase.open')}
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOpen(!open)}
          >
            <Icon name="list" size={16} />
          </button>
        </Popover.Target>
        <Popover.Dropdown className="fo-phrases">
          <PhraseList
            phrases={phrases}
            onPick={(text) => {
              setOpen(false)
              put(text)
            }}
            onClose={() => {
              setOpen(false)
              field()?.focus()
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {speech.toggle && (
        <button
          type="button"
          className="fo-tool"
          data-on={speech.listening || undefined}
          title={t('fill.speech.start')}
          aria-label={t('fill.speech.start')}
          aria-pressed={speech.listening}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={speech.toggle}
        >
          <Icon name="microphone" size={16} />
        </button>
      )}
      {speech.said && (
        <span className="fo-said" role="status">
          {speech.said}
        </span>
      )}
    </span>
  )
}
