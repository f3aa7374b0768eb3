import type { CSSProperties, ReactNode } from 'react'
import { LinkTo } from '../hands/go.tsx'
import { Icon, type IconName } from '../marks/icon.tsx'
import { Count } from '../marks/marks.tsx'

interface FlowProps {
  readonly gap?: number
  readonly align?: CSSProperties['alignItems']
  readonly justify?: CSSProperties['justifyContent']
  readonly wrap?: boolean
  readonly children: ReactNode
}

export function Stack({ gap = 12, align, justify, children }: FlowProps) {
  return (
    <div className="lo-stack" style={{ gap, alignItems: align, justifyContent: justify }}>
      {children}
    </div>
  )
}

export function Inline({ gap = 8, align = 'center', justify, wrap = false, children }: FlowProps) {
  return (
    <div
      className="lo-inline"
      style={{ gap, alignItems: align, justifyContent: justify, flexWrap: wrap ? 'wrap' : 'nowrap' }}
    >
      {children}
    </div>
  )
}

/** Fields in columns, one below the other on a phone. */
export function FieldGrid({ columns = 2, children }: { readonly columns?: number; readonly children: ReactNode }) {
  return (
    <div className="lo-grid" data-fold style={{ '--columns': columns } as CSSProperties}>
      {children}
    </div>
  )
}

interface ColumnsProps {
  readonly main: ReactNode
  readonly side?: ReactNode
  readonly left?: ReactNode
  readonly sideWidth?: number
  readonly leftWidth?: number
  /** The main pane is a sheet of paper: on a tablet the left pane stands above the side, so that it can be read. */
  readonly sheet?: boolean
}

/** Panes that scroll by themselves; below each other on a phone or an upright tablet. */
export function Columns({ main, side, left, sideWidth = 340, leftWidth = 220, sheet }: ColumnsProps) {
  return (
    <div className="lo-columns" data-sheet={sheet || undefined}>
      {left && (
        <div className="lo-column" data-left style={{ '--width': `${leftWidth}px` } as CSSProperties}>
          {left}
        </div>
      )}
      <div className="lo-column" data-main>
        {main}
      </div>
      {side && (
        <div className="lo-column" data-side style={{ '--width': `min(${sideWidth}px, 32vw)` } as CSSProperties}>
          {side}
        </div>
      )}
    </div>
  )
}

interface FactsProps {
  readonly items: readonly { readonly label: string; readonly value: ReactNode; readonly note?: ReactNode }[]
  readonly columns?: number
}

/** Label over value, side by side. */
export function Facts({ items, columns }: FactsProps) {
  return (
    <dl
      className={columns ? 'lo-grid' : 'lo-facts'}
      data-fold
      style={columns ? ({ '--columns': columns } as CSSProperties) : undefined}
    >
      {items.map((item) => (
        <div key={item.label}>
          <dt className="lo-label">{item.label}</dt>
          <dd className="lo-num" style={{ fontWeight: 500 }}>
            {item.value}
          </dd>
          {item.note && <dd className="lo-dense lo-ink2">{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** Quiet two columns: label, value. */
export function KeyValue({ items }: FactsProps) {
  return (
    <dl className="lo-kv">
      {items.map((item) => (
        <div key={item.label} style={{ display: 'contents' }}>
          <dt>{item.label}</dt>
          <dd>
            {item.value}
            {item.note && <div className="lo-dense lo-ink2">{item.note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface SectionNavProps {
  readonly label: string
  readonly items: readonly {
    readonly to: string
    readonly label: string
    readonly icon?: IconName
    readonly count?: number
    readonly tone?: 'hot' | 'warn' | 'accent'
    readonly active?: boolean
  }[]
  readonly head?: ReactNode
}

/** The chart's list of sections. */
export function SectionNav({ label, items, head }: SectionNavProps) {
  return (
    <nav className="lo-sections" aria-label={label}>
      {head}
      {items.map((item) => (
        <LinkTo key={item.to} to={item.to} current={item.active ?? false}>
          {item.icon && <Icon name={item.icon} size={18} />}
          <span>{item.label}</span>
          {item.count ? <Count value={item.count} {...(item.tone ? { tone: item.tone } : {})} /> : null}
        </LinkTo>
      ))}
    </nav>
  )
}
