import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { FieldFrame } from '../fields/field.tsx'
import { expand, type Phrase } from './phrases.ts'
import type { ItemWork } from './use-item.ts'
import { write } from './write-into.ts'
import { WritingTools } from './writing-tools.tsx'

type Writing = HTMLInputElement | HTMLTextAreaElement

/** Tab or a blank behind a short form puts its text there; undo of the browser takes it back. */
function expandAt(event: KeyboardEvent<Writing>, phrases: readonly Phrase[]): boolean {
  if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false
  if (event.key !== 'Tab' && event.key !== ' ') return false
  const { currentTarget: field } = event
  const { selectionStart, selectionEnd, value } = field
  if (selectionStart === null || selectionStart !== selectionEnd) return false
  const expanded = expand(value, selectionStart, phrases)
  if (!expanded) return false
  event.preventDefault()
  const { text, caret } = expanded
  const blank = { text: `${text.slice(0, caret)} ${text.slice(caret)}`, caret: caret + 1 }
  write(field, event.key === ' ' ? blank : expanded)
  return true
}

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** Where the browser cannot, the box is made as high as its text. */
function useGrowing(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const { current } = box
    if (!current || growsByItself) return
    current.style.height = 'auto'
    current.style.height = `${current.scrollHeight}px`
  }, [box, text])
}

/** Keeps what is typed, blanks and all; what another place puts there is shown when it differs. */
function useTyped(stored: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState(stored)
  useEffect(() => {
    setTyped((before) => (before.trim() === stored.trim() ? before : stored))
  }, [stored])
  return [typed, setTyped]
}

/** A line or a box of text that grows; short forms are written out, speech is taken where the browser can. */
export function TextItem({ work, long }: { readonly work: ItemWork; readonly long: boolean }) {
  const { field, item, first, set, scope } = work
  const [text, setText] = useTyped(first?.valueString ?? first?.valueUri ?? '')
  const [focused, setFocused] = useState(false)
  const line = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  useGrowing(box, text)
  const change = (next: string) => {
    setText(next)
    const kept =
      next.trim() === '' ? [] : [item.kind === 'url' ? { valueUri: next.trim() } : { valueString: next }]
    set(kept)
  }
  const shared = {
    value: text,
    maxLength: item.maxLength,
    autoComplete: 'off',
    'aria-required': item.required || undefined,
    'aria-invalid': field.error ? true : undefined,
    onFocus: () => setFocused(true),
    onKeyDown: (event: KeyboardEvent<Writing>) => expandAt(event, scope.phrases),
  }
  return (
    <FieldFrame field={field}>
      {({ id, describedBy }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: only looks whether the cursor leaves the field and its tools
        <div
          className="lo-input fo-writing"
          data-error={field.error ? true : undefined}
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(false)}
        >
          {long ? (
            <textarea
              {...shared}
              ref={box}
              id={id}
              rows={2}
              aria-describedby={describedBy}
              onChange={(event) => change(event.currentTarget.value)}
            />
          ) : (
            <input
              {...shared}
              ref={line}
              id={id}
              aria-describedby={describedBy}
              onChange={(event) => change(event.currentTarget.value)}
            />
          )}
          {focused && <WritingTools field={() => (long ? box.current : line.current)} phrases={scope.phrases} />}
        </div>
      )}
    </FieldFrame>
  )
}
