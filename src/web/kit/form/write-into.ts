import type { Expanded } from './phrases.ts'

type Writing = HTMLInputElement | HTMLTextAreaElement

function sameStart(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

function sameEnd(one: string, other: string, from: number): number {
  let count = 0
  const most = Math.min(one.length, other.length) - from
  while (count < most && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}

/** Writes as typing would, so that the field's own undo takes it back and its listeners hear of it. */
export function write(field: Writing, { text, caret }: Expanded): void {
  const from = sameStart(field.value, text)
  const kept = sameEnd(field.value, text, from)
  field.focus()
  field.setSelectionRange(from, field.value.length - kept)
  const added = text.slice(from, text.length - kept)
  if (!document.execCommand('insertText', false, added)) {
    field.setRangeText(added)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  field.setSelectionRange(caret, caret)
}
