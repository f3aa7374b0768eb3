import { type ReactNode, useId } from 'react'
import { Icon } from '../marks/icon.tsx'
import { Kbd } from '../marks/marks.tsx'
import { t } from '../text/translate.ts'
import { FieldFrame, type FieldProps } from './field.tsx'

interface Option<V extends string> {
  readonly value: V
  readonly label: string
  readonly key?: string
}

interface ChoiceProps<V extends string> extends FieldProps {
  /** Nothing is chosen until a person chooses. */
  readonly value: V | undefined
  readonly onChange: (value: V) => void
  readonly options: readonly Option<V>[]
}

/** A few choices side by side: a radio group. */
export function Choice<V extends string>(props: ChoiceProps<V>) {
  const name = useId()
  return (
    <FieldFrame field={props} group>
      {() => (
        <div className="lo-seg" data-error={props.error ? true : undefined}>
          {props.options.map((option) => (
            <label key={option.value}>
              <input
                className="lo-hidden"
                type="radio"
                name={name}
                checked={props.value === option.value}
                disabled={props.disabledBecause !== undefined}
                onChange={() => props.onChange(option.value)}
              />
              {option.label}
              {option.key && <Kbd>{option.key}</Kbd>}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  )
}

interface CardOption<V extends string> {
  readonly value: V
  readonly title: ReactNode
  readonly lines?: readonly ReactNode[]
  readonly aside?: ReactNode
  readonly key?: string
}

interface ChoiceCardsProps<V extends string> extends FieldProps {
  readonly value: V | undefined
  readonly onChange: (value: V) => void
  readonly options: readonly CardOption<V>[]
  readonly columns?: number
}

/** Choices that need more than a word, such as rooms with who waits. */
export function ChoiceCards<V extends string>(props: ChoiceCardsProps<V>) {
  const name = useId()
  return (
    <FieldFrame field={props} group>
      {() => (
        <div className="lo-cards lo-grid" data-fold style={{ '--columns': props.columns ?? 3 } as object}>
          {props.options.map((option) => (
            <label key={option.value} className="lo-card">
              <input
                type="radio"
                name={name}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              <span style={{ flex: 1, minWidth: 0 }}>
                <b>{option.title}</b>
                {option.lines?.map((line, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of one card keep their places
                  <span key={at} className="lo-dense lo-ink2" style={{ display: 'block' }}>
                    {line}
                  </span>
                ))}
              </span>
              {option.aside && <span style={{ textAlign: 'right' }}>{option.aside}</span>}
              {option.key && <Kbd>{option.key}</Kbd>}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  )
}

interface SelectFieldProps<V extends string> extends FieldProps {
  readonly value: V | undefined
  readonly onChange: (value: V | undefined) => void
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly placeholder?: string
}

/** The browser's own list: it works with every keyboard, screen reader and phone. */
export function SelectField<V extends string>(props: SelectFieldProps<V>) {
  return (
    <FieldFrame field={props}>
      {({ id, describedBy }) => (
        <div className="lo-input" data-error={props.error ? true : undefined}>
          <select
            id={id}
            value={props.value ?? ''}
            disabled={props.disabledBecause !== undefined}
            aria-required={props.required || undefined}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={describedBy}
            onChange={(event) =>
              props.onChange(props.options.find((option) => option.value === event.currentTarget.value)?.value)
            }
          >
            <option value="">{props.placeholder ?? t('kit.select.none')}</option>
            {props.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </div>
      )}
    </FieldFrame>
  )
}

interface CheckboxProps {
  readonly label: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly hint?: ReactNode
  readonly disabledBecause?: string | undefined
  readonly hideLabel?: boolean
}

export function Checkbox({ label, checked, onChange, hint, disabledBecause, hideLabel }: CheckboxProps) {
  return (
    <label className="lo-check" title={disabledBecause}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabledBecause !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={hideLabel ? 'lo-hidden' : undefined}>
        {label}
        {hint && (
          <span className="lo-dense lo-ink3" style={{ display: 'block' }}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}

interface FilterChipsProps<V extends string> {
  readonly label: string
  readonly options: readonly { readonly value: V; readonly label: string; readonly count?: number }[]
  readonly value: V
  readonly onChange: (value: V) => void
}

/** What a list shows: one of a few, as chips. */
export function FilterChips<V extends string>({ label, options, value, onChange }: FilterChipsProps<V>) {
  return (
    <fieldset aria-label={label} className="lo-inline" style={{ gap: 6, flexWrap: 'wrap' }}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="lo-chip lo-chip-filter"
          data-tone={option.value === value ? 'accent' : 'outline'}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="lo-num">{option.count}</span>}
        </button>
      ))}
    </fieldset>
  )
}
