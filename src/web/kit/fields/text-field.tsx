import { Textarea } from '@mantine/core'
import { type HTMLInputTypeAttribute, type KeyboardEvent, type ReactNode, type Ref, useState } from 'react'
import { t } from '../text/translate.ts'
import { FieldFrame, type FieldProps } from './field.tsx'

interface TextProps extends FieldProps {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly placeholder?: string
  readonly maxLength?: number
  readonly autoFocus?: boolean
}

interface TextFieldProps extends TextProps {
  readonly type?: HTMLInputTypeAttribute
  readonly name?: string
  readonly autoComplete?: string
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search'
  readonly onEnter?: () => void
  readonly onBlur?: () => void
  readonly onKey?: (event: KeyboardEvent<HTMLInputElement>) => void
  readonly left?: ReactNode
  readonly right?: ReactNode
  readonly size?: 'md' | 'lg'
  readonly inputRef?: Ref<HTMLInputElement>
  /** Figures: tabular, as in codes and phone numbers. */
  readonly figures?: boolean
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, left, right, onEnter } = props
  const disabled = props.disabledBecause !== undefined
  return (
    <FieldFrame field={props}>
      {({ id, describedBy }) => (
        <div
          className="lo-input"
          data-error={props.error ? true : undefined}
          data-size={props.size}
          data-disabled={disabled || undefined}
        >
          {left}
          <input
            ref={props.inputRef}
            id={id}
            className={props.figures ? 'lo-num' : undefined}
            type={props.type ?? 'text'}
            name={props.name}
            value={value}
            placeholder={props.placeholder}
            maxLength={props.maxLength}
            inputMode={props.inputMode}
            autoComplete={props.autoComplete ?? 'off'}
            // biome-ignore lint/a11y/noAutofocus: a screen names its first field
            autoFocus={props.autoFocus}
            readOnly={disabled}
            aria-required={props.required || undefined}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={describedBy}
            onChange={(event) => onChange(event.currentTarget.value)}
            onBlur={props.onBlur}
            onKeyDown={(event) => {
              props.onKey?.(event)
              if (event.key === 'Enter' && onEnter && !event.nativeEvent.isComposing && !event.ctrlKey) {
                event.preventDefault()
                onEnter()
              }
            }}
          />
          {right}
        </div>
      )}
    </FieldFrame>
  )
}

interface TextAreaProps extends TextProps {
  readonly minRows?: number
  readonly maxRows?: number
  readonly areaRef?: Ref<HTMLTextAreaElement>
}

/** Grows with what is written; never a scroll bar inside a form. */
export function TextArea(props: TextAreaProps) {
  return (
    <FieldFrame field={props}>
      {({ id, describedBy }) => (
        <div
          className="lo-input"
          data-error={props.error ? true : undefined}
          data-disabled={props.disabledBecause !== undefined || undefined}
        >
          <Textarea
            variant="unstyled"
            autosize
            minRows={props.minRows ?? 2}
            {...(props.maxRows ? { maxRows: props.maxRows } : {})}
            style={{ flex: 1 }}
            ref={props.areaRef}
            id={id}
            value={props.value}
            placeholder={props.placeholder}
            maxLength={props.maxLength}
            autoFocus={props.autoFocus}
            readOnly={props.disabledBecause !== undefined}
            aria-required={props.required || undefined}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={describedBy}
            onChange={(event) => props.onChange(event.currentTarget.value)}
          />
        </div>
      )}
    </FieldFrame>
  )
}

interface PasswordFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly autoComplete?: 'current-password' | 'new-password'
  readonly size?: 'md' | 'lg'
  readonly inputRef?: Ref<HTMLInputElement>
  readonly autoFocus?: boolean
}

/** With "Hiện", and a word when Caps Lock is on. Paste is allowed. */
export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  return (
    <div>
      <TextField
        {...props}
        name="password"
        type={shown ? 'text' : 'password'}
        autoComplete={props.autoComplete ?? 'current-password'}
        onKey={(event) => setCaps(event.getModifierState('CapsLock'))}
        onBlur={() => setCaps(false)}
        right={
          <button
            type="button"
            className="lo-btn"
            data-kind="plain"
            data-size="sm"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? t('kit.password.hide') : t('kit.password.show')}
          </button>
        }
      />
      {caps && (
        <div
          className="lo-field-hint lo-warn"
          role="status"
          style={{ display: 'flex', gap: 6, fontSize: 13, color: 'var(--warn)' }}
        >
          {t('kit.password.caps')}
        </div>
      )}
    </div>
  )
}
