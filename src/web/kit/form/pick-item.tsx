import { type ReactNode, useState } from 'react'
import type { Answer } from '#fhir/sdc/types.ts'
import { fold } from '#kernel/fold.ts'
import { IconButton } from '../fields/button.tsx'
import { FieldFrame } from '../fields/field.tsx'
import { type PickerRow, SearchPicker } from '../fields/search-picker.tsx'
import { Code } from '../marks/marks.tsx'
import { t } from '../text/translate.ts'
import { goOnFrom } from './jump.ts'
import { optionOfAnswer } from './options.ts'
import type { ItemWork } from './use-item.ts'
import { wordsIn } from './words.ts'

/** What a person picks: an answer, and how it looks in a list. */
interface Found {
  readonly answer: Answer
  readonly row: PickerRow
}

/** Codes that people know stand beside the name; words in the place of a code do not. */
function shownCode(code: string | undefined): { readonly code?: string } {
  return code && /\d/.test(code) && code.length <= 12 ? { code } : {}
}

function ownOptions(work: ItemWork, text: string): readonly Found[] {
  const words = fold(text).split(' ').filter(Boolean)
  return work.item.options.flatMap((option): Found[] => {
    const title = wordsIn(option.words, work.scope.language)
    const folded = fold(`${option.code ?? ''} ${title}`)
    if (!words.every((word) => folded.includes(word))) return []
    return [{ answer: option.answer, row: { key: option.key, title, ...shownCode(option.code) } }]
  })
}

async function find(work: ItemWork, text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const { item, scope } = work
  const listed: readonly Found[] = item.valueSet
    ? (await scope.search(item.valueSet, text, signal)).map((coding) => ({
        answer: { valueCoding: coding },
        row: {
          key: `${coding.system ?? ''}|${coding.code}`,
          title: coding.display ?? coding.code ?? '',
          ...shownCode(coding.code),
        },
      }))
    : ownOptions(work, text)
  if (item.kind !== 'open-choice' || text === '') return listed
  const free: Found = {
    answer: { valueString: text },
    row: { key: `free ${text}`, title: text, note: t('fill.pick.free') },
  }
  return [...listed, free]
}

/** An answer in words: the option's name in the language of the screen, or what was stored. */
export function wordsOfAnswer(work: Pick<ItemWork, 'item' | 'scope'>, answer: Answer): string {
  const option = optionOfAnswer(work.item.options, answer)
  if (option) return wordsIn(option.words, work.scope.language)
  return answer.valueCoding?.display ?? answer.valueCoding?.code ?? answer.valueString ?? ''
}

interface ChosenProps {
  readonly work: ItemWork
  readonly answer: Answer
  readonly onClear: () => void
}

function Chosen({ work, answer, onClear }: ChosenProps): ReactNode {
  const words = wordsOfAnswer(work, answer)
  const { code } = shownCode(answer.valueCoding?.code)
  return (
    <div className="lo-input fo-chosen" data-error={work.field.error ? true : undefined}>
      <span className="fo-chosen-words">
        {words} {code && <Code>{code}</Code>}
      </span>
      <IconButton icon="close" size="sm" label={t('fill.pick.clear', { what: words })} onClick={onClear} />
    </div>
  )
}

/** One or several of a long list, found by some letters of it. */
export function PickItem({ work }: { readonly work: ItemWork }) {
  const { item, answers, set, field } = work
  const [again, setAgain] = useState(false)
  const full = answers.length > 0 && !item.repeats
  const picker = (
    <SearchPicker<Found>
      {...field}
      hideLabel={answers.length > 0}
      search={(text, signal) => find(work, text, signal)}
      row={(found) => found.row}
      minLength={0}
      eager
      autoFocus={again}
      placeholder={t(item.kind === 'open-choice' ? 'fill.pick.open' : 'fill.pick.find')}
      onPick={({ answer }) => {
        setAgain(item.repeats)
        if (!item.repeats) goOnFrom(work.key, work.scope.ids)
        set(item.repeats ? [...answers, answer] : [answer])
      }}
    />
  )
  if (answers.length === 0) return picker
  const { error: _error, ...quiet } = field
  return (
    <FieldFrame field={full ? field : quiet} group>
      {() => (
        <div className="fo-chosen-list">
          {answers.map((answer, at) => (
            <Chosen
              key={answer.valueCoding?.code ?? answer.valueString ?? at}
              work={work}
              answer={answer}
              onClear={() => {
                setAgain(true)
                set(answers.filter((_, other) => other !== at))
              }}
            />
          ))}
          {!full && picker}
        </div>
      )}
    </FieldFrame>
  )
}
