import { Combobox, useCombobox } from '@mantine/core'
import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { Icon } from '../marks/icon.tsx'
import { Code, Highlight, Kbd } from '../marks/marks.tsx'
import { toApiError } from '../net/api-error.ts'
import { t } from '../text/translate.ts'
import { FieldFrame, type FieldProps } from './field.tsx'
import { unlessStopped } from './unless-stopped.ts'

export interface PickerRow {
  readonly key: string
  readonly title: string
  readonly code?: string
  /** Why it matched, or what to know of it. */
  readonly note?: string
  /** Not specific enough, out of stock: may still be picked. */
  readonly muted?: boolean
  readonly aside?: ReactNode
}

interface SearchPickerProps<T> extends FieldProps {
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly T[]>
  readonly row: (item: T) => PickerRow
  readonly onPick: (item: T) => void
  readonly placeholder?: string
  readonly minLength?: number
  readonly inputRef?: Ref<HTMLInputElement>
  readonly autoFocus?: boolean
  /** Keeps the picked title in the field instead of emptying it for the next. */
  readonly keep?: boolean
  readonly initialText?: string
  /** Shows its first rows before anything is typed; wants `minLength` 0. */
  readonly eager?: boolean
}

interface Found<T> {
  readonly items: readonly T[]
  readonly text: string
  readonly fault?: string
}

/** Searches as one types, 120 ms after the last key; an older answer never replaces a newer one. */
function useSearch<T>(text: string, enabled: boolean, search: SearchPickerProps<T>['search']): Found<T> {
  const [found, setFound] = useState<Found<T>>({ items: [], text: '' })
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    if (!enabled) return setFound({ items: [], text: '' })
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void unlessStopped(latest.current(text, stop.signal), stop.signal, {
        found: (items) => setFound({ items, text }),
        failed: (error) => setFound({ items: [], text, fault: toApiError(error).title }),
      })
    }, 120)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text, enabled])
  return found
}

/** Search forgives missing accents and shows why it matched. Arrows and Enter pick. */
export function SearchPicker<T>(props: SearchPickerProps<T>) {
  const { minLength = 1 } = props
  const [text, setText] = useState(props.initialText ?? '')
  const [touched, setTouched] = useState(false)
  const found = useSearch(text.trim(), touched && text.trim().length >= minLength, props.search)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const rows = found.items.map((item) => ({ item, ...props.row(item) }))
  const firstKey = rows[0]?.key

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer selects its first row
  useEffect(() => {
    if (firstKey) combobox.selectFirstOption()
  }, [found])

  function pick(key: string): void {
    const row = rows.find((one) => one.key === key)
    if (!row) return
    props.onPick(row.item)
    setText(props.keep ? row.title : '')
    setTouched(false)
    combobox.closeDropdown()
  }

  return (
    <FieldFrame field={props}>
      {({ id, describedBy }) => (
        <Combobox store={combobox} onOptionSubmit={pick} shadow="none" offset={4} withinPortal>
          <Combobox.Target>
            <div className="lo-input" data-error={props.error ? true : undefined}>
              <Icon name="search" />
              <Combobox.EventsTarget>
                <input
                  ref={props.inputRef}
                  id={id}
                  value={text}
                  placeholder={props.placeholder}
                  autoComplete="off"
                  // biome-ignore lint/a11y/noAutofocus: a screen names its first field
                  autoFocus={props.autoFocus}
                  aria-describedby={describedBy}
                  aria-invalid={props.error ? true : undefined}
                  onChange={(event) => {
                    setText(event.currentTarget.value)
                    setTouched(true)
                    combobox.openDropdown()
                  }}
                  onFocus={() => {
                    if (props.eager) setTouched(true)
                    if (props.eager || (text && touched)) combobox.openDropdown()
                  }}
                  onBlur={() => combobox.closeDropdown()}
                />
              </Combobox.EventsTarget>
              {rows.length > 0 && touched && <span className="lo-dense lo-ink3 lo-num">{rows.length}</span>}
            </div>
          </Combobox.Target>
          <Combobox.Dropdown
            hidden={!touched || text.trim().length < minLength || (found.text === '' && rows.length === 0)}
            style={{
              borderRadius: 10,
              boxShadow: 'var(--shadow)',
              border: '1px solid var(--line)',
              padding: 0,
              background: 'var(--surface)',
            }}
          >
            <Combobox.Options className="lo-list" aria-label={props.label}>
              {rows.map((row) => (
                <Combobox.Option
                  key={row.key}
                  value={row.key}
                  className="lo-option"
                  data-muted={row.muted || undefined}
                >
                  {row.code && <Code>{row.code}</Code>}
                  <span style={{ minWidth: 0 }}>
                    <span className="lo-option-title" style={{ display: 'block' }}>
                      <Highlight text={row.title} query={found.text} />
                    </span>
                    {row.note && (
                      <span className="lo-dense lo-ink2" style={{ display: 'block' }}>
                        <Highlight text={row.note} query={found.text} />
                      </span>
                    )}
                  </span>
                  {row.aside && <span style={{ marginLeft: 'auto' }}>{row.aside}</span>}
                  <Kbd>Enter</Kbd>
                </Combobox.Option>
              ))}
              {rows.length === 0 && (
                <Combobox.Empty style={{ padding: '8px 10px', textAlign: 'left' }} className="lo-dense lo-ink2">
                  {found.fault ?? t('kit.picker.none', { text: found.text })}
                </Combobox.Empty>
              )}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
      )}
    </FieldFrame>
  )
}
