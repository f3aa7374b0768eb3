import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'light' | 'dark' | 'auto'
export type Density = 'comfortable' | 'compact'
export type Language = 'vi' | 'en'

export interface Appearance {
  /** Per device, not per person: a ward tablet is shared. */
  readonly theme: ThemeChoice
  readonly density: Density
  readonly language: Language
  /** WCAG 2.1.4: shortcuts of a single letter can be switched off. */
  readonly letterKeys: boolean
}

const storageKey = 'lo.appearance'
const usual: Appearance = { theme: 'auto', density: 'comfortable', language: 'vi', letterKeys: true }
const listeners = new Set<() => void>()
let current = read()
let isPrinting = false
const themeListeners = new Set<() => void>()

function read(): Appearance {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Appearance>) }
  } catch {
    return usual
  }
}

export function getAppearance(): Appearance {
  return current
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(storageKey, JSON.stringify(current))
  } catch {
    // A browser that keeps nothing still shows the choice until the page closes.
  }
  applyAppearance()
  for (const listener of listeners) listener()
}

/** The night shift works from 19:00 to 06:00; by day the device's own setting counts. */
export function shownTheme(choice: ThemeChoice, hour = new Date().getHours()): 'light' | 'dark' {
  if (choice !== 'auto') return choice
  if (hour >= 19 || hour < 6) return 'dark'
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Writes the choices onto <html>, where the styles read them. */
export function applyAppearance(): void {
  const root = document.documentElement
  root.lang = current.language
  root.dataset['density'] = current.density
  const theme = isPrinting ? 'light' : shownTheme(current.theme)
  if (root.dataset['mantineColorScheme'] === theme) return
  root.dataset['mantineColorScheme'] = theme
  for (const listener of themeListeners) listener()
}

/** Paper is white at night too: what is printed is drawn in the colours of the day. */
export function printInDaylight(): void {
  const turn = (printing: boolean) => () => {
    isPrinting = printing
    applyAppearance()
  }
  addEventListener('beforeprint', turn(true))
  addEventListener('afterprint', turn(false))
}

/** The theme that is on the screen, or on the paper; for what reads colours itself, as a canvas does. */
export function useShownTheme(): 'light' | 'dark' {
  return useSyncExternalStore(
    (listener) => {
      themeListeners.add(listener)
      return () => themeListeners.delete(listener)
    },
    () => (document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light'),
  )
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
