import { useEffect, useRef, useState } from 'react'
import { type Section, withNumber, wordsIn } from '#web/kit/form/index.ts'
import { Count, Icon, language, SidePanel, t, useShortcuts } from '#web/kit/index.ts'
import type { Counts } from './use-counts.ts'
import type { OpenFill } from './use-fill.ts'

interface ListProps {
  readonly fill: OpenFill
  readonly counts: Counts
}

/** A part is named by its printed head; what stands before any head, by the form. */
function nameOf(section: Section): string {
  const item = section.item ?? section.items.find((one) => one.kind === 'group' && one.words.vi !== '')
  return item ? withNumber(item.prefix, wordsIn(item.words, language())) : t('fill.section.loose')
}

const placeSelector = (key: string) => `.fi-sheet [data-section="${CSS.escape(key)}"]`

function placeOf(section: Section): HTMLElement | null {
  return document.querySelector(placeSelector(section.key))
}

function go(section: Section | undefined): void {
  if (!section) return
  const place = placeOf(section)
  place?.scrollIntoView({ block: 'start' })
  place?.querySelector<HTMLElement>('input:not([type=file]), textarea, select')?.focus({ preventScroll: true })
}

/** The part that is read now: the last one whose head has passed the upper third of the sheet. */
function useCurrent(sections: readonly Section[]): string | undefined {
  const [current, setCurrent] = useState(sections[0]?.key)
  useEffect(() => {
    // On a desk the sheet scrolls, on a phone all that is below the banner.
    const look = () => {
      const line = window.innerHeight / 3
      const passed = sections.filter((section) => (placeOf(section)?.getBoundingClientRect().top ?? 1e9) <= line)
      setCurrent(passed.at(-1)?.key ?? sections[0]?.key)
    }
    const heard = { passive: true, capture: true }
    document.addEventListener('scroll', look, heard)
    window.addEventListener('resize', look)
    return () => {
      document.removeEventListener('scroll', look, heard)
      window.removeEventListener('resize', look)
    }
  }, [sections])
  return current
}

/** Turning a tablet makes something else scroll: the part that was read, or written in, is brought back into sight. */
function useKeptPlace(current: string | undefined): void {
  const read = useRef(current)
  read.current = current
  useEffect(() => {
    const narrow = window.matchMedia('(max-width: 820px)')
    const keep = () => {
      const part = read.current
      requestAnimationFrame(() => {
        const written = document.activeElement?.closest('.fi-sheet .fo-item')
        if (written) written.scrollIntoView({ block: 'center' })
        else if (part) document.querySelector(placeSelector(part))?.scrollIntoView({ block: 'start' })
      })
    }
    narrow.addEventListener('change', keep)
    return () => narrow.removeEventListener('change', keep)
  }, [])
}

interface RowsProps extends ListProps {
  readonly current: string | undefined
  readonly onGo: (section: Section) => void
}

function Rows({ fill, counts, current, onGo }: RowsProps) {
  return (
    <ul className="fi-parts">
      {fill.sections.map((section) => {
        const missing = counts.bySection.get(section.key) ?? 0
        return (
          <li key={section.key}>
            <button
              type="button"
              data-level={section.level}
              aria-current={section.key === current ? 'true' : undefined}
              onClick={() => onGo(section)}
            >
              <span>{nameOf(section)}</span>
              {missing > 0 && (
                <span title={t('fill.left', { count: missing })}>
                  <Count value={missing} tone="warn" />
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** Parts of the form with what each still lacks: at the side of a desk, in a sheet on a phone. */
export function SectionList({ fill, counts }: ListProps) {
  const [open, setOpen] = useState(false)
  const current = useCurrent(fill.sections)
  useKeptPlace(current)
  const at = fill.sections.findIndex((section) => section.key === current)
  useShortcuts([
    { keys: 'alt+j', label: t('fill.section.next'), run: () => go(fill.sections[at + 1]) },
    { keys: 'alt+k', label: t('fill.section.previous'), run: () => go(fill.sections[Math.max(0, at - 1)]) },
  ])
  const here = fill.sections[at]
  return (
    <>
      <nav className="fi-side" aria-label={t('fill.sections')}>
        <Rows fill={fill} counts={counts} current={current} onGo={go} />
      </nav>
      <button type="button" className="fi-open-parts" onClick={() => setOpen(true)}>
        <Icon name="list" />
        <span>{here ? nameOf(here) : t('fill.sections')}</span>
        {counts.missing.length > 0 && <Count value={counts.missing.length} tone="warn" />}
        <Icon name="chevronDown" />
      </button>
      <SidePanel open={open} onClose={() => setOpen(false)} title={t('fill.sections')} width={360}>
        <Rows
          fill={fill}
          counts={counts}
          current={current}
          onGo={(section) => {
            setOpen(false)
            setTimeout(() => go(section), 160)
          }}
        />
      </SidePanel>
    </>
  )
}
