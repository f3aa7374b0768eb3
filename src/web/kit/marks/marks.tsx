import { Fragment, type ReactNode } from 'react'
import { matchParts } from '../text/match.ts'
import { t } from '../text/translate.ts'

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className="lo-kbd">{children}</kbd>
}

export function Num({ children }: { readonly children: ReactNode }) {
  return <span className="lo-num">{children}</span>
}

/** An ICD-10 or form code in its quiet box. */
export function Code({ children }: { readonly children: ReactNode }) {
  return <span className="lo-code">{children}</span>
}

interface CountProps {
  readonly value: number
  /** A greater number is shown as this one with a plus. */
  readonly most?: number
  readonly tone?: 'hot' | 'warn' | 'accent'
}

export function Count({ value, most = Number.POSITIVE_INFINITY, tone }: CountProps) {
  return (
    <span className="lo-count" data-tone={tone}>
      {value > most ? `${most}+` : value}
    </span>
  )
}

export type Flag = 'high' | 'low' | 'critical-high' | 'critical-low' | 'abnormal'

interface FlagMarkProps {
  readonly flag?: Flag | undefined
  readonly children: ReactNode
}

/** A value with its mark. Shape, weight and word: a print in black and white still tells them apart. */
export function FlagMark({ flag, children }: FlagMarkProps) {
  return (
    <span className="lo-flag lo-num" data-flag={flag} title={flag && t(`kit.flag.${flag}`)}>
      {flag && flag !== 'abnormal' && <Triangle down={flag.endsWith('low')} />}
      {flag === 'abnormal' && <Diamond />}
      {flag && <span className="lo-hidden">{t(`kit.flag.${flag}`)} </span>}
      {children}
    </span>
  )
}

/** Drawn, because the typeface lacks ▲ and ▼ and the browser would take any other. */
export function Triangle({ down = false }: { readonly down?: boolean }) {
  return (
    <svg width="10" height="9" viewBox="0 0 10 9" aria-hidden="true" style={{ flex: 'none' }}>
      <path d={down ? 'M0 0h10L5 9z' : 'M0 9h10L5 0z'} fill="currentColor" />
    </svg>
  )
}

function Diamond() {
  return (
    <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M4.5 0L9 4.5 4.5 9 0 4.5z" fill="currentColor" />
    </svg>
  )
}

interface HighlightProps {
  readonly text: string
  readonly query: string
}

/** Marks what matched, also where only the folded text does: `dai thao` in Đái tháo. */
export function Highlight({ text, query }: HighlightProps) {
  let at = 0
  return (
    <>
      {matchParts(text, query).map((part) => {
        at += part.text.length
        return part.hit ? (
          <mark key={at} className="lo-mark">
            {part.text}
          </mark>
        ) : (
          <Fragment key={at}>{part.text}</Fragment>
        )
      })}
    </>
  )
}

interface ProgressProps {
  readonly value: number
  readonly max: number
  readonly label: string
}

/** How much of a list is there, as a bar and in figures: 13/14. */
export function Progress({ value, max, label }: ProgressProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0
  return (
    <span className="lo-progress" data-full={value >= max || undefined}>
      <meter className="lo-hidden" aria-label={label} value={value} min={0} max={max} />
      <span className="lo-progress-bar" aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="lo-num">
        {value}/{max}
      </span>
    </span>
  )
}
