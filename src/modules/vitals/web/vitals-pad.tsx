import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button, FlagMark, formatNumber, t } from '#web/kit/index.ts'
import { flagOf, type VitalRange } from '../domain/check-vitals.ts'
import './flow.css'
import type { Measured } from './measured.ts'
import { type PadStep, padSteps, press } from './pad-steps.ts'

interface VitalsPadProps {
  readonly form: Measured
  readonly years: number | undefined
  readonly ranges: readonly VitalRange[]
  readonly onChange: (form: Measured) => void
  readonly onSave: () => void
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', ',', '0', 'Backspace'] as const

/**
 * One patient's vital signs without a look at the keyboard: digits go into the field that is lit, and the next one lights
 * by itself when no further digit can be right. The same pad is touched on a phone.
 */
export function VitalsPad({ form, years, ranges, onChange, onSave }: VitalsPadProps) {
  const steps = padSteps(form, years, ranges)
  const [at, setAt] = useState(0)
  const fields = useRef<(HTMLInputElement | null)[]>([])
  const step = steps[Math.min(at, steps.length - 1)]
  useEffect(() => fields.current[at]?.focus({ preventScroll: true }), [at])
  const go = (to: number) => setAt(Math.max(0, Math.min(steps.length - 1, to)))
  const enter = (key: string, where: number) => {
    const here = steps[where]
    const pressed = here && press(here, form, key)
    if (!pressed) return false
    onChange(pressed.form)
    if (pressed.done) go(where + 1)
    return true
  }
  const next = (where: number) => (where === steps.length - 1 ? onSave() : go(where + 1))
  const onKey = (event: KeyboardEvent, where: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' || event.key === 'ArrowDown') next(where)
    else if (event.key === 'ArrowUp') go(where - 1)
    else if (!enter(event.key, where)) return
    event.preventDefault()
  }
  if (!step) return null
  return (
    <div className="vi-pad">
      <div className="vi-steps">
        {steps.map((one, where) => (
          <Field
            key={one.id}
            step={one}
            form={form}
            lit={where === at}
            hold={(input) => {
              fields.current[where] = input
            }}
            onFocus={() => setAt(where)}
            onKey={(event) => onKey(event, where)}
          />
        ))}
      </div>
      <Hand step={step} form={form} onKey={(key) => enter(key, at)} onNext={() => next(at)} />
    </div>
  )
}

interface FieldProps {
  readonly step: PadStep
  readonly form: Measured
  readonly lit: boolean
  readonly hold: (input: HTMLInputElement | null) => void
  readonly onFocus: () => void
  readonly onKey: (event: KeyboardEvent) => void
}

const flags = { H: 'high', L: 'low' } as const

function Field({ step, form, lit, hold, onFocus, onKey }: FieldProps) {
  const value = step.read(form)
  const flag = step.range && value ? flagOf(Number(value), step.range.normal) : undefined
  const shown = step.range
    ? value && formatNumber(value)
    : (step.options?.find((one) => one.value === value)?.key ?? '')
  return (
    <label className="vi-step" data-lit={lit || undefined} data-flag={flag}>
      <span className="vi-step-name">
        {step.label} {step.unit && <span className="lo-ink3">{step.unit}</span>}
      </span>
      <span className="vi-step-value">
        {flag && <FlagMark flag={flags[flag]}>{''}</FlagMark>}
        <input
          ref={hold}
          className="lo-num"
          inputMode="none"
          autoComplete="off"
          value={value.endsWith('.') ? `${shown},` : shown.toUpperCase()}
          onChange={() => undefined}
          onFocus={onFocus}
          onKeyDown={onKey}
        />
      </span>
    </label>
  )
}

interface HandProps {
  readonly step: PadStep
  readonly form: Measured
  readonly onKey: (key: string) => void
  readonly onNext: () => void
}

/** Big buttons under the thumb: digits for a figure, the choices for what is seen. */
function Hand({ step, form, onKey, onNext }: HandProps) {
  if (step.options)
    return (
      <div className="vi-hand" data-options>
        {step.options.map((option) => (
          <button
            key={option.key}
            type="button"
            className="vi-key"
            aria-pressed={step.read(form) === option.value}
            onClick={() => onKey(option.key)}
          >
            {option.label}
          </button>
        ))}
      </div>
    )
  return (
    <div className="vi-hand">
      {digits.map((key) => (
        <button
          key={key}
          type="button"
          className="vi-key lo-num"
          aria-label={key === 'Backspace' ? t('vitals.pad.delete') : key}
          onClick={() => onKey(key)}
        >
          {key === 'Backspace' ? '⌫' : key}
        </button>
      ))}
      <div className="vi-next">
        <Button kind="plain" onClick={onNext}>
          {t('vitals.pad.next')}
        </Button>
      </div>
    </div>
  )
}
