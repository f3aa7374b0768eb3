import { useEffect, useRef } from 'react'
import { makeStore } from '../net/store.ts'
import { getAppearance } from '../theme/appearance.ts'

export interface Shortcut {
  /** `mod+enter`, `alt+d`, `j`, `shift+j`, `?`, `g k` (one after the other). */
  readonly keys: string
  readonly label: string
  readonly run: () => void
}

interface Layer {
  readonly shortcuts: readonly Shortcut[]
}

/** What is bound now, the latest layer last: the `?` overlay lists it. */
export const bound = makeStore<{ layers: readonly Layer[] }>({ layers: [] })

let pending = ''
let pendingSince = 0

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** `mod+enter`, `alt+d`, `shift+j`, `?`: letters by the key's place when Alt changes what it types. */
export function keyName(event: KeyboardEvent): string {
  const letter = event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key
  const key = letter === ' ' ? 'space' : letter.toLowerCase()
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key)) ? 'shift+' : ''
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${shift}${key}`
}

function isLetter(name: string): boolean {
  return name.replace('shift+', '').length === 1 || name === 'enter' || name === 'space'
}

function find(name: string): Shortcut | undefined {
  for (const layer of [...bound.get().layers].reverse()) {
    const found = layer.shortcuts.find((shortcut) => shortcut.keys === name)
    if (found) return found
  }
  return undefined
}

function startsSequence(name: string): boolean {
  return bound.get().layers.some((layer) => layer.shortcuts.some(({ keys }) => keys.startsWith(`${name} `)))
}

/** Telex and VNI compose with letters: nothing reacts while they do. */
function sleeps(event: KeyboardEvent, name: string): boolean {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return true
  if (!isLetter(name)) return false
  if (isTyping(event.target)) return true
  if (
    name === 'enter' &&
    event.target instanceof HTMLElement &&
    event.target.matches('button, a, [role=option], summary')
  )
    return true
  return !getAppearance().letterKeys && name !== '?'
}

function onKey(event: KeyboardEvent): void {
  const name = keyName(event)
  if (sleeps(event, name)) return
  const sequence = pending && Date.now() - pendingSince < 1200 ? `${pending} ${name}` : ''
  pending = ''
  const shortcut = (sequence && find(sequence)) || find(name)
  if (shortcut) {
    event.preventDefault()
    shortcut.run()
  } else if (startsSequence(name)) {
    pending = name
    pendingSince = Date.now()
  }
}

let listening = false

/** Binds keys while the component is shown. Letters sleep in fields; the newest binding wins. */
export function useShortcuts(shortcuts: readonly Shortcut[], options: { readonly enabled?: boolean } = {}): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const enabled = options.enabled ?? true
  const shape = shortcuts.map(({ keys, label }) => `${keys}=${label}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list, whose functions change on every render
  useEffect(() => {
    if (!enabled || latest.current.length === 0) return
    if (!listening) document.addEventListener('keydown', onKey)
    listening = true
    const layer: Layer = {
      shortcuts: latest.current.map(({ keys, label }, at) => ({
        keys,
        label,
        run: () => latest.current[at]?.run(),
      })),
    }
    bound.set({ layers: [...bound.get().layers, layer] })
    return () => bound.set({ layers: bound.get().layers.filter((one) => one !== layer) })
  }, [shape, enabled])
}
