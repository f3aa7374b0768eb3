import { type KeyboardEvent, useId } from 'react'
import type { Answer } from '#fhir/sdc/types.ts'
import { FieldFrame } from '../fields/field.tsx'
import { t } from '../text/translate.ts'
import { type FormOption, optionOfAnswer } from './options.ts'
import type { ItemWork } from './use-item.ts'
import { wordsIn } from './words.ts'

interface Shown {
  readonly key: string
  readonly label: string
  /** The printed digit, which also chooses it. */
  readonly digit: string | undefined
  readonly answer: Answer
}

function shown(options: readonly FormOption[], language: 'vi' | 'en'): readonly Shown[] {
  return options.map((option) => ({
    key: option.key,
    label: wordsIn(option.words, language),
    digit: option.code && /^\d$/.test(option.code) ? option.code : undefined,
    answer: option.answer,
  }))
}

interface RadioProps {
  readonly work: ItemWork
  readonly options: readonly Shown[]
  readonly chosen: string | undefined
}

/** Digits choose, Delete takes the choice back; so does a second press on it. */
function useKeys({ work, options, chosen }: RadioProps) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const option = options.find((one, at) => (one.digit ?? String(at + 1)) === event.key)
    if (option) work.set(option.key === chosen ? [] : [option.answer])
    if (event.key === 'Delete' || event.key === 'Backspace') work.set([])
    if (option || event.key === 'Delete' || event.key === 'Backspace') event.preventDefault()
  }
}

/** Longer words stand below each other, so that each is read whole. */
function isLong(options: readonly Shown[]): boolean {
  const all = options.reduce((sum, { label }) => sum + label.length + 5, 0)
  return all > 84 || options.some(({ label }) => label.length > 38)
}

function Radios(props: RadioProps) {
  const { work, options, chosen } = props
  const name = useId()
  const onKeyDown = useKeys(props)
  const long = isLong(options)
  return (
    <FieldFrame field={work.field} group>
      {({ id }) => (
        <div
          id={id}
          className={long ? 'fo-radios' : 'lo-seg'}
          role="radiogroup"
          aria-label={work.field.label}
          data-error={work.field.error ? true : undefined}
        >
          {options.map((option) => (
            <label key={option.key} className={long ? 'fo-radio' : undefined}>
              <input
                className={long ? undefined : 'lo-hidden'}
                type="radio"
                name={name}
                checked={option.key === chosen}
                onChange={() => work.set([option.answer])}
                onClick={() => option.key === chosen && work.set([])}
                onKeyDown={onKeyDown}
              />
              {option.digit && <span className="fo-digit lo-num">{option.digit}</span>}
              {option.label}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  )
}

/** Up to six options: all of them in sight. */
export function ChoiceItem({ work }: { readonly work: ItemWork }) {
  const { item, first, scope } = work
  const options = shown(item.options, scope.language)
  return <Radios work={work} options={options} chosen={optionOfAnswer(item.options, first)?.key} />
}

export function BooleanItem({ work }: { readonly work: ItemWork }) {
  const options: readonly Shown[] = [
    { key: 'true', label: t('fill.yes'), digit: undefined, answer: { valueBoolean: true } },
    { key: 'false', label: t('fill.no'), digit: undefined, answer: { valueBoolean: false } },
  ]
  const chosen = work.first?.valueBoolean
  return <Radios work={work} options={options} chosen={chosen === undefined ? undefined : String(chosen)} />
}

/** Several of a list: boxes to tick; one that excludes the others clears them. */
export function ManyItem({ work }: { readonly work: ItemWork }) {
  const { item, answers, set, scope, field } = work
  const keys = new Set(answers.map((answer) => optionOfAnswer(item.options, answer)?.key))
  const free = answers.filter((answer) => !optionOfAnswer(item.options, answer))
  const toggle = (option: FormOption) => {
    const kept = item.options.filter((one) => {
      if (one.key === option.key) return !keys.has(one.key)
      return keys.has(one.key) && !one.exclusive && !option.exclusive
    })
    const former = (one: FormOption) => answers.find((answer) => optionOfAnswer([one], answer))
    set([...kept.map((one) => former(one) ?? one.answer), ...free])
  }
  return (
    <FieldFrame field={field} group>
      {({ id }) => (
        <div id={id} className="fo-ticks" data-error={field.error ? true : undefined}>
          {item.options.map((option) => (
            <label key={option.key} className="lo-check">
              <input type="checkbox" checked={keys.has(option.key)} onChange={() => toggle(option)} />
              <span>
                {option.code && /^\d$/.test(option.code) && <span className="fo-digit lo-num">{option.code}</span>}
                {wordsIn(option.words, scope.language)}
              </span>
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  )
}
