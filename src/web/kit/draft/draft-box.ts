import { api } from '../net/api.ts'
import { makeStore } from '../net/store.ts'
import type { DraftSeal } from './draft-seal.ts'

/** What is kept of a draft on this device. */
export interface KeptDraft<T> {
  readonly content: T
  /** When the person last changed it. */
  readonly changedAt: string
  /** Version of the server that this device last saw; absent when it was never sent. */
  readonly version?: number
  /** Not on the server yet. */
  readonly waiting: boolean
}

/** What others who use the device can read of a draft: that it is there, and whether it waits. */
interface SealedDraft {
  readonly waiting: boolean
  readonly sealed: string
}

const prefix = 'lo.sealed.'
const asidePrefix = 'lo.aside.'
/** Of older versions of the application, readable by anybody. */
const plainPrefix = 'lo.draft.'
const openWithinMs = 5000

/** Drafts of this person that could not be opened: put away, not thrown away. */
export const draftsAside = makeStore<{ readonly names: readonly string[] }>({ names: [] })

let box: { readonly owner: string; readonly seal: DraftSeal } | undefined
let wanted = ''
/** Asked for before the key was there. */
const unread = new Set<string>()

export const nameOf = (user: string, key: string) => `${prefix}${user}.${key}`

function names(...beginnings: readonly string[]): string[] {
  const all = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
  return all.filter((name) => beginnings.some((beginning) => name.startsWith(beginning)))
}

/** All drafts on the device, whosever they are. */
export const draftNames = () => names(prefix, plainPrefix)

function sealInto(name: string, seal: DraftSeal, { text, waiting }: { text: string; waiting: boolean }): void {
  localStorage.setItem(name, JSON.stringify({ waiting, sealed: seal.seal(name, text) } satisfies SealedDraft))
}

function unsealed<T>(name: string, value: string, seal: DraftSeal): KeptDraft<T> {
  return JSON.parse(seal.open(name, (JSON.parse(value) as SealedDraft).sealed)) as KeptDraft<T>
}

const asideOf = (owner: string) => names(`${asidePrefix}${owner}.`)

function tellAside(owner: string): void {
  draftsAside.set({ names: asideOf(owner) })
}

/** Takes what cannot be opened out of the way of what is written now; it opens again when its key comes back. */
function putAside(name: string, owner: string): void {
  const value = localStorage.getItem(name)
  if (value === null) return
  localStorage.setItem(`${asidePrefix}${name.slice(prefix.length)}@${Date.now()}`, value)
  localStorage.removeItem(name)
  tellAside(owner)
}

export function dropAside(): void {
  for (const name of draftsAside.get().names) localStorage.removeItem(name)
  draftsAside.set({ names: [] })
}

function takeBack(owner: string, seal: DraftSeal): void {
  for (const aside of asideOf(owner)) {
    const name = prefix + aside.slice(asidePrefix.length).replace(/@\d+$/, '')
    const value = localStorage.getItem(aside) ?? ''
    try {
      unsealed(name, value, seal)
    } catch {
      continue
    }
    if (localStorage.getItem(name) !== null) continue
    localStorage.setItem(name, value)
    localStorage.removeItem(aside)
  }
}

/** Seals what an older version of the application left readable; the newer of two wins. */
function sealPlain(owner: string, seal: DraftSeal): void {
  const beginning = `${plainPrefix}${owner}.`
  for (const plain of names(beginning)) {
    const name = nameOf(owner, plain.slice(beginning.length))
    const text = localStorage.getItem(plain) ?? ''
    const there = readBoxed<unknown>(owner, name)
    const found = parsed(text)
    if (!found) {
      sealInto(`${asidePrefix}${name.slice(prefix.length)}@${Date.now()}`, seal, { text, waiting: true })
    } else if (!there || there.changedAt < found.changedAt) {
      sealInto(name, seal, { text, waiting: found.waiting })
    }
    localStorage.removeItem(plain)
  }
}

function parsed(text: string): KeptDraft<unknown> | undefined {
  try {
    return JSON.parse(text) as KeptDraft<unknown>
  } catch {
    return undefined
  }
}

/** Fetches the key of this person: until then nothing that was kept is read, and nothing is kept. */
export async function openDrafts(owner: string): Promise<void> {
  wanted = owner
  if (box?.owner === owner) return
  box = undefined
  const signal = AbortSignal.timeout(openWithinMs)
  const [{ DraftSeal }, { key }] = await Promise.all([
    import('./draft-seal.ts'),
    api.get<{ key: string }>('/api/kept-key', {}, { background: true, signal }),
  ])
  if (wanted !== owner) return
  openBox(owner, new DraftSeal(key))
}

export function openBox(owner: string, seal: DraftSeal): void {
  box = { owner, seal }
  takeBack(owner, seal)
  sealPlain(owner, seal)
  tellAside(owner)
}

export function readBoxed<T>(owner: string, name: string): KeptDraft<T> | undefined {
  const value = localStorage.getItem(name)
  if (value === null) return undefined
  if (box?.owner !== owner) {
    unread.add(name)
    return undefined
  }
  try {
    return unsealed<T>(name, value, box.seal)
  } catch {
    putAside(name, owner)
    return undefined
  }
}

/** False when there is no key: then nothing is kept here. */
export function writeBoxed(owner: string, name: string, draft: KeptDraft<unknown>): boolean {
  if (box?.owner !== owner) return false
  if (unread.delete(name)) putAside(name, owner)
  sealInto(name, box.seal, { text: JSON.stringify(draft), waiting: draft.waiting })
  return true
}
