import { useState } from 'react'
import { Checkbox, Inline, NumberField, TextField, t } from '#web/kit/index.ts'
import type { DrugOrderForm, OrderLineForm, ServiceLineForm } from '../contract.ts'
import { parseSchedule, scheduleText } from '../domain/schedule-text.ts'
import type { PadLine } from './use-pad.ts'

interface EditorProps {
  readonly line: PadLine
  readonly onChange: (line: OrderLineForm) => void
  /** Enter in the last field: back to the search box. */
  readonly onDone: () => void
}

const focus = (id: string) => document.getElementById(id)?.focus()

/** Enter goes from the dose to the rhythm, on to the next field, and from the last one out. */
export function LineEditor({ line, onChange, onDone }: EditorProps) {
  return line.line.kind === 'drug' ? (
    <DrugFields pad={line} line={line.line} onChange={onChange} onDone={onDone} />
  ) : (
    <ServiceFields line={line.line} onChange={onChange} onDone={onDone} />
  )
}

interface DrugProps {
  readonly pad: PadLine
  readonly line: DrugOrderForm
  readonly onChange: (line: OrderLineForm) => void
  readonly onDone: () => void
}

const decimal = (text: string): number | undefined => {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : undefined
}

const shown = (value: number | undefined) => (value === undefined ? '' : String(value).replace('.', ','))

/** `2`, `500 mg`, `7,5 ml`: a number with the unit behind it when it is not the drug's own. */
function doseOf(text: string): { dose: number; doseUnit?: string } | undefined {
  const found = /^([\d.,]+)\s*([^\d\s].*)?$/.exec(text.trim())
  const dose = decimal(found?.[1] ?? '')
  const doseUnit = found?.[2]?.trim()
  return dose === undefined ? undefined : { dose, ...(doseUnit ? { doseUnit } : {}) }
}

function withDose(line: DrugOrderForm, read: { dose: number; doseUnit?: string }, unit: string | undefined) {
  const { doseUnit: _before, ...rest } = line
  const { dose, doseUnit } = read
  return { ...rest, dose, ...(doseUnit && doseUnit !== unit ? { doseUnit } : {}) }
}

function DrugFields({ pad, line, onChange, onDone }: DrugProps) {
  const [dose, setDose] = useState(`${shown(line.dose)}${line.doseUnit ? ` ${line.doseUnit}` : ''}`)
  const [rhythm, setRhythm] = useState(scheduleText(structuredClone(line.schedule)))
  const infusion = line.rateMlPerHour !== undefined
  const schedule = parseSchedule(rhythm)
  const id = (part: string) => `pad-${part}-${line.id}`
  return (
    <div className="or-editor">
      <TextField
        id={id('dose')}
        label={infusion ? t('orders.pad.volume') : t('orders.pad.dose')}
        value={dose}
        autoFocus
        figures
        inputMode="decimal"
        right={<span className="lo-ink2">{infusion ? 'mL' : (pad.unit ?? '')}</span>}
        {...(doseOf(dose) ? {} : { error: t('orders.pad.doseWrong') })}
        onChange={(text) => {
          setDose(text)
          const read = doseOf(text)
          if (read) onChange(withDose(line, infusion ? { dose: read.dose } : read, pad.unit))
        }}
        onEnter={() => focus(id(infusion ? 'rate' : 'rhythm'))}
      />
      {infusion && (
        <TextField
          id={id('rate')}
          label={t('orders.pad.rate')}
          value={shown(line.rateMlPerHour)}
          figures
          inputMode="decimal"
          right={<span className="lo-ink2">mL/h</span>}
          onChange={(text) => {
            const rate = decimal(text)
            if (rate !== undefined) onChange({ ...line, rateMlPerHour: rate })
          }}
          onEnter={() => focus(id('rhythm'))}
        />
      )}
      <TextField
        id={id('rhythm')}
        label={t('orders.pad.rhythm')}
        value={rhythm}
        hint={t('orders.pad.rhythmHint')}
        {...(schedule ? {} : { error: t('orders.pad.rhythmWrong') })}
        onChange={(text) => {
          setRhythm(text)
          const read = parseSchedule(text)
          if (read) onChange({ ...line, schedule: read })
        }}
        onEnter={() => schedule && onDone()}
      />
      <TextField
        id={id('days')}
        label={t('orders.pad.days')}
        value={shown(line.days)}
        figures
        inputMode="numeric"
        onChange={(text) => {
          const { days: _before, ...rest } = line
          const days = decimal(text)
          onChange(days === undefined ? rest : { ...rest, days: Math.round(days) })
        }}
        onEnter={onDone}
      />
      <TextField
        id={id('note')}
        label={t('orders.pad.instruction')}
        value={line.note ?? ''}
        maxLength={300}
        onChange={(note) => onChange({ ...line, note })}
        onEnter={onDone}
      />
      <Inline>
        <Checkbox
          label={t('orders.urgent')}
          checked={line.urgent ?? false}
          onChange={(urgent) => onChange({ ...line, urgent })}
        />
        <Checkbox
          label={t('orders.ownMedicine')}
          checked={line.ownMedicine ?? false}
          onChange={(ownMedicine) => onChange({ ...line, ownMedicine })}
        />
      </Inline>
      {pad.note && <p className="lo-dense lo-ink2">{pad.note}</p>}
    </div>
  )
}

interface ServiceProps {
  readonly line: ServiceLineForm
  readonly onChange: (line: OrderLineForm) => void
  readonly onDone: () => void
}

const repeated = new Set(['nursing', 'procedure'])

function ServiceFields({ line, onChange, onDone }: ServiceProps) {
  return (
    <div className="or-editor">
      <TextField
        label={t('orders.pad.instruction')}
        value={line.note ?? ''}
        autoFocus
        maxLength={500}
        onChange={(note) => onChange({ ...line, note })}
        onEnter={onDone}
      />
      {repeated.has(line.kind) ? (
        <NumberField
          label={t('orders.pad.every')}
          unit={t('orders.pad.hours')}
          value={line.everyHours === undefined ? undefined : String(line.everyHours)}
          onChange={(text) => {
            const { everyHours: _before, ...rest } = line
            const every = decimal(text ?? '')
            onChange(every === undefined ? rest : { ...rest, everyHours: every })
          }}
        />
      ) : (
        <TextField
          label={t('orders.pad.clinicalInfo')}
          value={line.clinicalInfo ?? ''}
          maxLength={500}
          onChange={(clinicalInfo) => onChange({ ...line, clinicalInfo })}
          onEnter={onDone}
        />
      )}
      <Checkbox
        label={t('orders.urgent')}
        checked={line.urgent ?? false}
        onChange={(urgent) => onChange({ ...line, urgent })}
      />
    </div>
  )
}
