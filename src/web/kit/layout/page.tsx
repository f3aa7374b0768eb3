import { type ReactNode, useEffect, useRef } from 'react'
import { usePatient } from '../clinical/patient-frame.tsx'
import { Count } from '../marks/marks.tsx'
import { scrollFocus } from './scroll-focus.ts'

interface PageProps {
  readonly children: ReactNode
  /** A bar with the primary action at its right end. */
  readonly footer?: ReactNode
  /** The screen's panes reach the edge. */
  readonly bleed?: boolean
}

/** The part of a screen that scrolls, and its footer that does not. */
export function PageBody({ children, footer, bleed = false }: PageProps) {
  return (
    <>
      <div ref={scrollFocus} className="lo-page-body" data-bleed={bleed || undefined}>
        {children}
      </div>
      {footer && <footer className="lo-page-foot">{footer}</footer>}
    </>
  )
}

interface FullPageProps extends PageProps {
  readonly head?: ReactNode
}

export function Page({ head, ...body }: FullPageProps) {
  return (
    <div className="lo-page">
      {head}
      <PageBody {...body} />
    </div>
  )
}

interface Tab {
  readonly value: string
  readonly label: string
  readonly count?: number
  readonly tone?: 'hot' | 'warn' | 'accent'
}

interface PageHeadProps {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly tabs?: readonly Tab[]
  readonly tab?: string
  readonly onTab?: (value: string) => void
  readonly children?: ReactNode
}

/** The title of a screen; below a patient's banner it is of the second rank, since the patient is what the page is about. */
export function PageHead({ title, note, tabs, tab, onTab, children }: PageHeadProps) {
  const Title = usePatient() ? 'h2' : 'h1'
  return (
    <div className="lo-head">
      <div>
        <Title>{title}</Title>
        {note && <div className="lo-head-note">{note}</div>}
      </div>
      {tabs && <Tabs tabs={tabs} tab={tab} onTab={onTab} />}
      {children && <div className="lo-head-right">{children}</div>}
    </div>
  )
}

interface TabsProps {
  readonly tabs: readonly Tab[]
  readonly tab: string | undefined
  readonly onTab: ((value: string) => void) | undefined
}

/** Arrow keys go from tab to tab, as the ARIA pattern asks. */
function Tabs({ tabs, tab, onTab }: TabsProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a narrow screen the tab that is open is brought into sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  function move(by: number): void {
    const at = tabs.findIndex((one) => one.value === tab)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    onTab?.(next.value)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(next)]?.focus()
  }
  return (
    <div className="lo-tabs" role="tablist" ref={list}>
      {tabs.map((one) => (
        <button
          key={one.value}
          type="button"
          role="tab"
          aria-selected={one.value === tab}
          tabIndex={one.value === tab ? 0 : -1}
          onClick={() => onTab?.(one.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1)
            if (event.key === 'ArrowLeft') move(-1)
          }}
        >
          {one.label}
          {one.count !== undefined && <Count value={one.count} {...(one.tone ? { tone: one.tone } : {})} />}
        </button>
      ))}
    </div>
  )
}

interface PanelProps {
  readonly title?: ReactNode
  readonly count?: number
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  /** Room around free content; rows bring their own. */
  readonly pad?: boolean
  readonly tone?: 'crit' | 'warn'
  readonly label?: string
  readonly children?: ReactNode
}

export function Panel({ title, count, note, actions, footer, pad, tone, label, children }: PanelProps) {
  return (
    <section
      className="lo-panel"
      data-tone={tone}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
    >
      {title !== undefined && (
        <header className="lo-panel-head">
          <h2>{title}</h2>
          {count !== undefined && <Count value={count} />}
          {note && <span className="lo-dense lo-ink2">{note}</span>}
          {actions && <div className="lo-panel-actions">{actions}</div>}
        </header>
      )}
      {children !== undefined && children !== null && children !== false && (
        <div className="lo-panel-body" data-pad={pad || undefined}>
          {children}
        </div>
      )}
      {footer && <footer className="lo-panel-foot">{footer}</footer>}
    </section>
  )
}
