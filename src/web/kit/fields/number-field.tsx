import { useState } from 'react'
import { Triangle } from '../marks/marks.tsx'
import { formatNumber, parseDecimal } from '../text/format.ts'
import { language, t } from '../text/translate.ts'
import { FieldFrame, type FieldProps } from './field.tsx'

interface Range {
  readonly low?: number
  readonly high?: number
}

interface NumberFieldProps extends FieldProps {
  /** Digits as written, with a decimal point; the number is never rounded or rewritten. */
  readonly value: string | undefined
  readonly onChange: (lexeme: string | undefined) => void
  readonly unit?: string
  /** Outside of it the value is marked, and accepted. */
  readonly normal?: Range
  /** Outside of it a slip of the hand is likely: told below the field. */
  readonly plausible?: Range
  readonly decimals?: number
  readonly size?: 'md' | 'lg'
  readonly autoFocus?: boolean
  readonly placeholder?: string
}

function shownText(lexeme: string | undefined): string {
  if (lexeme === undefined) return ''
  return language() === 'en' ? lexeme : lexeme.replace('.', ',')
}

function outside(lexeme: string | undefined, range: Range | undefined): 'high' | 'low' | undefined {
  if (lexeme === undefined || !range) return undefined
  const value = Number(lexeme)
  if (range.high !== undefined && value > range.high) return 'high'
  if (range.low !== undefined && value < range.low) return 'low'
  return undefined
}

function complaint(text: string, props: NumberFieldProps): string | undefined {
  if (text.trim() === '') return undefined
  const lexeme = parseDecimal(text)
  if (lexeme === undefined) return t('kit.number.notNumber')
  const places = lexeme.split('.')[1]?.length ?? 0
  if (props.decimals !== undefined && places > props.decimals)
    return t('kit.number.decimals', { count: props.decimals })
  if (!outside(lexeme, props.plausible)) return undefined
  return t('kit.number.implausible', {
    low: formatNumber(props.plausible?.low),
    high: formatNumber(props.plausible?.high),
    unit: props.unit ?? '',
  })
}

/** Accepts a comma or a point, shows the sign of the language, hands back a point. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange } = props
  const [typed, setTyped] = useState(shownText(value))
  const read = parseDecimal(typed)
  // What is no number stays to be corrected; a number that is not the value was emptied or set from outside.
  const text = read === value || (value === undefined && read === undefined) ? typed : shownText(value)
  const error = props.error ?? complaint(text, props)
  const flag = error ? undefined : outside(value, props.normal)
  return (
    <FieldFrame field={{ ...props, error }} unit={props.unit}>
      {({ id, describedBy }) => (
        <div
          className="lo-input"
          data-error={error ? true : undefined}
          data-flag={flag ? 'warn' : undefined}
          data-size={props.size}
        >
          <input
            id={id}
            className="lo-num"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            placeholder={props.placeholder}
            // biome-ignore lint/a11y/noAutofocus: a screen names its first field
            autoFocus={props.autoFocus}
            readOnly={props.disabledBecause !== undefined}
            aria-required={props.required || undefined}
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy}
            style={flag ? { color: 'var(--warn)', fontWeight: 600 } : undefined}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              onChange(parseDecimal(event.currentTarget.value))
            }}
          />
          {flag && (
            <span title={t(`kit.flag.${flag}`)} style={{ color: 'var(--warn-mark)' }}>
              <Triangle down={flag === 'low'} />
              <span className="lo-hidden">{t(`kit.flag.${flag}`)}</span>
            </span>
          )}
        </div>
      )}
    </FieldFrame>
  )
}
