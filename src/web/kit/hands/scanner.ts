import { useEffect, useRef } from 'react'

/** A scanner types a character every few milliseconds; the fastest hands need more than 50. */
const fastestHandMs = 35
const shortestCode = 6

type OnText = (text: string) => unknown
const receivers: { current: OnText }[] = []

let burst = ''
let lastAt = 0
let field: { element: HTMLInputElement | HTMLTextAreaElement; value: string } | undefined

function fieldOf(target: EventTarget | null) {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target
  return undefined
}

/** Puts back what a field held before the burst, through the setter that React listens to. */
function restoreField(): void {
  if (!field || field.element.value === field.value) return
  const kind = field.element instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field.element, field.value)
  field.element.dispatchEvent(new Event('input', { bubbles: true }))
}

function deliver(text: string): boolean {
  for (const receiver of [...receivers].reverse()) if (receiver.current(text) !== false) return true
  return false
}

function finish(event: KeyboardEvent): void {
  if (burst.length < shortestCode || event.timeStamp - lastAt > fastestHandMs * 3) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const text = burst
  burst = ''
  if (deliver(text)) restoreField()
}

function onKeyDown(event: KeyboardEvent): void {
  if (receivers.length === 0 || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
  if (event.key === 'Enter') finish(event)
  if (event.key.length !== 1) return
  const fast = event.timeStamp - lastAt < fastestHandMs
  lastAt = event.timeStamp
  if (!fast) {
    burst = event.key
    const element = fieldOf(event.target)
    field = element ? { element, value: element.value } : undefined
    return
  }
  burst += event.key
  if (!field) event.stopImmediatePropagation()
  if (burst.length >= shortestCode) {
    // From here on it is certainly a scanner: its letters neither reach a field nor act as shortcuts.
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}

let listening = false

/**
 * Receives what a keyboard-wedge scanner reads, wherever the focus is. The latest receiver is asked first; one
 * that returns false leaves the text to the next.
 */
export function useScanner(onText: OnText, options: { readonly enabled?: boolean } = {}): void {
  const latest = useRef(onText)
  latest.current = onText
  const enabled = options.enabled ?? true
  useEffect(() => {
    if (!enabled) return
    if (!listening) document.addEventListener('keydown', onKeyDown, { capture: true })
    listening = true
    receivers.push(latest)
    return () => {
      receivers.splice(receivers.indexOf(latest), 1)
    }
  }, [enabled])
}
