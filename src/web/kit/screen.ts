import type { ComponentType } from 'react'

/** A screen that a module offers. The list is in the first download; the screen itself comes when it is opened. */
export interface Screen {
  /** TanStack path: `/lab/$id`. Entries with only a `home` card have the path `/`. */
  readonly path: string
  /** Message key: the browser's tab and the palette. */
  readonly title: string
  /** `area.verb` or `login`. */
  readonly permission: string
  readonly nav?: {
    readonly icon: string
    readonly order: number
    /** Message key. */
    readonly label: string
    /** The letter after G that opens it. */
    readonly key?: string
    /** Address that answers `{ count, tone? }`. */
    readonly badge?: string
  }
  /** A card on "Hôm nay". */
  readonly home?: {
    readonly order: number
    /** In the wide column at the left. */
    readonly wide?: boolean
    readonly load: () => Promise<{ readonly default: ComponentType }>
  }
  readonly load?: () => Promise<{ readonly default: ComponentType }>
}
