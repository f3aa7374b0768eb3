import type { Coding } from '@medplum/fhirtypes'
import {
  type ComponentType,
  createContext,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Key } from '#fhir/sdc/types.ts'
import type { FormStore } from './form-store.ts'
import type { ScreenItem } from './model.ts'
import type { Phrase } from './phrases.ts'

/** What the items of a form share: the fill, and what only the screen around it can do. */
export interface FormScope {
  readonly store: FormStore
  readonly language: 'vi' | 'en'
  /** The fill is closed: answers are shown as text. */
  readonly readOnly: boolean
  /** Finds answers of a value set; accents are forgiven. */
  search(valueSet: string, text: string, signal: AbortSignal): Promise<readonly Coding[]>
  readonly phrases: readonly Phrase[]
  /** The person of the form, for drawings whose picture depends on age and sex. */
  readonly subject?: { readonly birthDate?: string; readonly sex?: 'male' | 'female' | 'other' | 'unknown' }
  /** Begins the ids in the page, where two fills stand side by side. */
  readonly ids: string
  /** Rows that are signed each for itself: which nobody writes in here any more, and what stands below each. */
  readonly signed?: {
    isClosed(row: Key): boolean
    foot(item: ScreenItem, row: Key): ReactNode
  }
  /** Takes an item, or a group with all in it, over into the fill that is written beside this one. */
  readonly onCarry?: ((item: ScreenItem, place: Key) => void) | undefined
}

export interface ItemProps {
  readonly item: ScreenItem
  /** The key at which it stands; for a repeating group the rows around it. */
  readonly place: Key
}

interface Shared {
  readonly scope: FormScope
  /** Draws an item: groups hold items, which may be groups. */
  readonly view: ComponentType<ItemProps>
}

const Current = createContext<Shared | undefined>(undefined)

interface FrameProps extends Shared {
  readonly children: ReactNode
}

export function FormScopeFrame({ scope, view, children }: FrameProps) {
  const shared = useMemo(() => ({ scope, view }), [scope, view])
  return <Current value={shared}>{children}</Current>
}

function useShared(): Shared {
  const shared = use(Current)
  if (!shared) throw new Error('An item of a form stands outside a form')
  return shared
}

export function useScope(): FormScope {
  return useShared().scope
}

interface RowProps {
  readonly item: ScreenItem
  readonly row: Key
  readonly children: ReactNode
}

/** A row with what it says of its signature; one that is signed, struck through or another's is only read. */
export function RowFrame({ item, row, children }: RowProps) {
  const { scope, view } = useShared()
  usePlace(scope.store, row)
  const isClosed = isRowClosed(scope, item, row)
  const inside = useMemo(() => (isClosed ? { ...scope, readOnly: true } : scope), [scope, isClosed])
  if (item.signedBy.length === 0) return children
  return (
    <>
      <FormScopeFrame scope={inside} view={view}>
        {children}
      </FormScopeFrame>
      {scope.signed?.foot(item, row)}
    </>
  )
}

/** Whether a row is only read here. */
export const isRowClosed = ({ signed, readOnly }: FormScope, item: ScreenItem, row: Key): boolean =>
  readOnly || (item.signedBy.length > 0 && signed?.isClosed(row) === true)

export function useItemView(): ComponentType<ItemProps> {
  return useShared().view
}

/** Draws again when something changes at a place. */
export function usePlace(store: FormStore, key: Key): number {
  const watch = useCallback((listener: () => void) => store.listeners.watch(key, listener), [store, key])
  return useSyncExternalStore(watch, () => store.listeners.countAt(key))
}

const countMs = 150

/** Draws again soon after anything changed: what counts over a whole form never stands between a key and its letter. */
export function useWhole(store: FormStore): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = store.listeners.watchAll(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        startTransition(() => setCount(store.listeners.countAll))
      }, countMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [store])
  return count
}
