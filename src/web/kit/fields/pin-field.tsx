import type { FieldProps } from './field.tsx'
import { TextField } from './text-field.tsx'

interface PinFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (pin: string) => void
  readonly length?: number
  readonly autoFocus?: boolean
  readonly onEnter?: () => void
}

/** The PIN of a signing key: digits, never shown, never kept by the browser. */
export function PinField(props: PinFieldProps) {
  return (
    <TextField
      {...props}
      type="password"
      inputMode="numeric"
      autoComplete="one-time-code"
      figures
      size="lg"
      maxLength={props.length ?? 6}
      onChange={(text) => props.onChange(text.replace(/\D/g, ''))}
    />
  )
}
