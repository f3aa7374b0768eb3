import { useEffect, useRef } from 'react'

/** A scanner types a character every few milliseconds; no hand types six in a row faster than this. */
const fastestHandMs = 50
/** After this no more of a code comes, its Enter included. */
const longestPauseMs = 3 * fastestHandMs
const shortestCode = 6
/** `badgeAtLeast` of data/identity/quick-switch.json: fewer digits in a secret field are a PIN. */
const shortestBadge = 8

type OnText = (text: string) => unknown
type Field = HTMLInputElement | HTMLTextAreaElement
const receivers: { current: OnText }[] = []

/** Keys of which a scanner makes characters without being characters themselves. */
const helpers = new Set(['Shift', 'Alt', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'])

interface Burst {
  count: number
  lastAt: number
  /** Where the characters land; the hidden sink when no field has the focus. */
  field: Field | undefined
  before: string
  first: string
  /** Characters by their keys: a PIN field drops the letters and what is too long. */
  keys: string
  /** The key that opened the sink. */
  second?: KeyboardEvent
}

const burst: Burst = { count: 0, lastAt: 0, field: undefined, before: '', first: '', keys: '' }
let sink: HTMLTextAreaElement | undefined
/** Who had the focus before the sink. */
let former: HTMLElement | undefined
let waiting: ReturnType<typeof setTimeout> | undefined

function fieldOf(target: EventTarget | null): Field | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined
}

/** Takes the characters that no field would get, accented ones included. */
function openSink(): HTMLTextAreaElement {
  former = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
  if (!sink) {
    sink = document.createElement('textarea')
    sink.className = 'lo-hidden'
    sink.tabIndex = -1
    sink.setAttribute('aria-hidden', 'true')
    document.body.append(sink)
  }
  sink.value = burst.first
  sink.focus({ preventScroll: true })
  return sink
}

/** The sink is empty, and the focus where it was, unless somebody else has it by now. */
function closeSink(): void {
  clearTimeout(waiting)
  if (sink) sink.value = ''
  if (sink && document.activeElement === sink) {
    sink.blur()
    if (former?.isConnected) former.focus({ preventScroll: true })
  }
}

/** Does a key once more where it was meant to act. */
function strike({ key, code, shiftKey }: KeyboardEvent): void {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }))
}

/** It stopped too early for a code: of two keys that a hand struck at once the second acts after all. */
function giveUp(): void {
  const { second, count, field } = burst
  closeSink()
  // A click has led elsewhere meanwhile, and a scan may have begun there.
  if (field !== sink) return
  burst.count = 0
  if (second && count === 2) strike(second)
}

/** What was put into `before` to make `after`. */
export function insertedText(before: string, after: string): string {
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  let end = 0
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  return after.slice(start, after.length - end)
}

const isSecret = (field: Field) => field.type === 'password'

/** What is typed into a secret field as fast as a scanner and is still a PIN. */
export const isTypedPin = (text: string): boolean => /^\d+$/.test(text) && text.length < shortestBadge

/** Puts back what the field held, through the setter that React listens to. */
function restore(field: Field, value: string): void {
  if (field === sink) {
    closeSink()
    return
  }
  const kind = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function deliver(text: string): boolean {
  return [...receivers].reverse().some((receiver) => receiver.current(text) !== false)
}

function finish(event: KeyboardEvent): void {
  const { field, before, count, lastAt } = burst
  burst.count = 0
  if (!field || count < shortestCode || event.timeStamp - lastAt > longestPauseMs) return
  const inserted = insertedText(before, field.value)
  const text = (isSecret(field) && burst.keys ? burst.keys : inserted).trim()
  // A PIN, and what nobody takes, was typed, however fast: its Enter does what Enter does there.
  if (isSecret(field) && isTypedPin(text)) return
  if (!deliver(text) && field !== sink) return
  event.preventDefault()
  event.stopImmediatePropagation()
  restore(field, before)
}

function begin(event: KeyboardEvent): void {
  burst.count = 1
  burst.first = event.key.length === 1 ? event.key : ''
  burst.keys = burst.first
  burst.field = fieldOf(event.target)
  burst.before = burst.field?.value ?? ''
  delete burst.second
}

/**
 * An arrow, Tab or a key held down is a hand at work, however fast it repeats; so is Alt with a letter, a chord: a scanner
 * that sends characters by code uses the numbers of the keypad.
 */
const isHand = (event: KeyboardEvent): boolean =>
  event.repeat ||
  (event.key.length > 1 && !helpers.has(event.key)) ||
  (event.altKey && event.key !== 'Alt' && !event.code.startsWith('Numpad'))

/** Nobody's field: the rest must neither act as shortcuts nor be lost. */
function sinkRest(event: KeyboardEvent): void {
  event.stopImmediatePropagation()
  burst.field = openSink()
  burst.before = ''
  burst.second = event
}

function goOn(event: KeyboardEvent): void {
  burst.count += 1
  if (event.key.length === 1) burst.keys += event.key
  if (!burst.field) sinkRest(event)
  if (burst.field !== sink) return
  clearTimeout(waiting)
  waiting = setTimeout(giveUp, longestPauseMs)
}

function onKeyDown(event: KeyboardEvent): void {
  if (receivers.length === 0 || event.isComposing || event.ctrlKey || event.metaKey) return
  if (event.key === 'Enter') {
    finish(event)
    return
  }
  if (isHand(event)) {
    burst.count = 0
    return
  }
  const fast = burst.count > 0 && event.timeStamp - burst.lastAt < fastestHandMs
  if (!fast && event.target === sink) {
    event.preventDefault()
    event.stopImmediatePropagation()
    giveUp()
    strike(event)
    return
  }
  burst.lastAt = event.timeStamp
  // The key before was a shortcut that led into a field: what follows is typed there.
  const led = burst.field === undefined && fieldOf(event.target) !== undefined
  if (fast && !led) goOn(event)
  else begin(event)
}

/** Characters that come without a key of their own, such as those a scanner sends by code. */
function onInput(event: Event): void {
  if (burst.count === 0 || event.target !== burst.field || event.timeStamp - burst.lastAt > fastestHandMs) return
  burst.lastAt = event.timeStamp
}

let listening = false

function listen(): void {
  if (listening) return
  listening = true
  document.addEventListener('keydown', onKeyDown, { capture: true })
  document.addEventListener('input', onInput, { capture: true })
}

/**
 * Receives what a keyboard-wedge scanner reads, wherever the focus is. The latest receiver is asked first; one
 * that returns false leaves the text to the next. A field that had the focus gets its former text back.
 */
export function useScanner(onText: OnText, options: { readonly enabled?: boolean } = {}): void {
  const latest = useRef(onText)
  latest.current = onText
  const enabled = options.enabled ?? true
  useEffect(() => {
    if (!enabled) return
    listen()
    receivers.push(latest)
    return () => {
      receivers.splice(receivers.indexOf(latest), 1)
    }
  }, [enabled])
}
