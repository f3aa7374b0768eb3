import { type ReactNode, useId } from 'react'
import { Icon } from '../marks/icon.tsx'
import { Kbd } from '../marks/marks.tsx'
import { t } from '../text/translate.ts'

/** What every field takes. */
export interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: ReactNode
  readonly required?: boolean
  readonly disabledBecause?: string | undefined
  readonly keyHint?: string
  readonly id?: string
  readonly hideLabel?: boolean
  /** Stands quietly behind the label: where the value came from. */
  readonly note?: ReactNode
}

interface FrameProps {
  readonly field: FieldProps
  readonly unit?: string | undefined
  /** A group of choices is named by a legend, one control by a label. */
  readonly group?: boolean
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode
}

/** Label, control, then the error or the hint below it. */
export function FieldFrame({ field, unit, group = false, children }: FrameProps) {
  const made = useId()
  const id = field.id ?? made
  const below = field.error ?? field.disabledBecause ?? field.hint
  const describedBy = below ? `${id}-below` : undefined
  const name = (
    <>
      <span>{field.label}</span>
      {unit && <span className="lo-field-unit">{unit}</span>}
      {field.required && <span className="lo-field-need">{t('kit.field.required')}</span>}
      {field.note && <span className="lo-field-from">{field.note}</span>}
      {field.keyHint && <Kbd>{field.keyHint}</Kbd>}
    </>
  )
  const nameClass = field.hideLabel ? 'lo-hidden' : 'lo-field-label'
  const Frame = group ? 'fieldset' : 'div'
  return (
    <Frame className="lo-field" {...(group ? { 'aria-describedby': describedBy } : {})}>
      {group ? (
        <legend className={nameClass}>{name}</legend>
      ) : (
        <label className={nameClass} htmlFor={id}>
          {name}
        </label>
      )}
      {children({ id, describedBy })}
      {below && (
        <div id={describedBy} className={field.error ? 'lo-field-error' : 'lo-field-hint'}>
          {field.error && <Icon name="danger" size={14} />}
          <span>{below}</span>
        </div>
      )}
    </Frame>
  )
}
