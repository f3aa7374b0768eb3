import './prescription.css'
import { useRef, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  Alert,
  api,
  Button,
  Chip,
  Count,
  Failure,
  formatDay,
  formatNumber,
  Icon,
  IconButton,
  Kbd,
  Loading,
  SearchPicker,
  TextField,
  t,
  useShortcuts,
} from '../index.ts'
import { IssuedList } from './issued.tsx'
import { LineEditor } from './line-editor.tsx'
import { RxAlert, Uncovered } from './rx-alert.tsx'
import { inputOf, newLine, type PrescriptionWork } from './use-prescription.ts'
import type { Drug, Line, LineInput } from './views.ts'

const sinceTone = { kept: 'quiet', changed: 'accent', new: 'accent' } as const

interface LineProps {
  readonly input: LineInput
  readonly shown: Line | undefined
  readonly label: string | undefined
  readonly work: PrescriptionWork
  readonly open: boolean
  readonly onOpen: () => void
}

/** Substance and strength, how to take it, alerts with their cause, quantity right. */
function DrugLine({ input, shown, label, work, open, onOpen }: LineProps) {
  const alerts = (work.view?.alerts ?? []).filter((one) => one.lineId === input.id)
  const kind = shown?.kind ?? 'C'
  const change = (line: LineInput) => work.change(work.lines.map((one) => (one.id === line.id ? line : one)))
  return (
    <li className="rx-rx">
      <div className="rx-line">
        <Icon name="pill" />
        <span className="rx-line-text">
          <button type="button" className="lo-row-open" aria-expanded={open} onClick={onOpen}>
            <b>{shown?.name ?? label ?? input.drugCode}</b>
          </button>
          <span className="lo-dense lo-ink2" style={{ display: 'block' }}>
            {shown ? `${shown.dosage} · ${t('exam.rx.forDays', { days: shown.days })}` : t('exam.rx.saving')}
          </span>
        </span>
        {kind !== 'C' && <Chip tone="warn">{t(`exam.rx.kind.${kind}`)}</Chip>}
        {shown && <Chip tone={sinceTone[shown.since]}>{t(`exam.rx.since.${shown.since}`)}</Chip>}
        <span className="rx-price">
          <b className="lo-num">{formatNumber(shown?.quantity ?? input.quantity)}</b>{' '}
          <span className="lo-ink3">{shown?.unit}</span>
        </span>
        <IconButton
          icon="close"
          label={t('exam.rx.remove', { name: shown?.name ?? input.drugCode })}
          onClick={() => work.change(work.lines.filter((one) => one.id !== input.id))}
        />
      </div>
      {alerts.map((alert) => (
        <RxAlert
          key={alert.key}
          alert={alert}
          editable
          onAccept={(reason) => void work.accept(alert.key, reason)}
        />
      ))}
      {open && (
        <LineEditor
          line={{ ...input, ...(input.quantity === undefined && shown ? { quantity: shown.quantity } : {}) }}
          unit={shown?.unit ?? ''}
          maxDays={work.view?.maxDays[kind]}
          onChange={change}
        />
      )}
    </li>
  )
}

/** Below 72 months: months, weight and who came with the child stand on the paper. */
function Child({ work }: { readonly work: PrescriptionWork }) {
  const child = work.view?.child
  if (!child) return null
  return (
    <div className="rx-child">
      <Chip tone="warn" icon="baby">
        {t('exam.rx.child', {
          months: child.months,
          weight: child.weightKg === undefined ? '–' : formatNumber(child.weightKg),
        })}
      </Chip>
      <TextField
        label={t('exam.rx.companion')}
        value={work.companion}
        onChange={work.setCompanion}
        maxLength={120}
        required
      />
    </div>
  )
}

interface PartProps {
  readonly encounterId: string
  readonly roomId: string | undefined
  /** Id of the part on the screen. */
  readonly id: string
  readonly title: string
  /** Words for copying what the patient takes, where that is no earlier prescription. */
  readonly copy?: { readonly label: string; readonly done: string }
  readonly work: PrescriptionWork
}

function drugNote(drug: Drug): string {
  return [
    drug.form,
    drug.route.name,
    drug.tradeName,
    drug.kind === 'C' ? '' : t(`exam.rx.kind.${drug.kind}`),
    drug.note,
  ]
    .filter(Boolean)
    .join(' · ')
}

interface PartHeadProps {
  readonly title: string
  readonly work: PrescriptionWork
  readonly copyLabel: string | undefined
  readonly onCopy: () => void
}

function PartHead({ title, work: { lines, view }, copyLabel, onCopy }: PartHeadProps) {
  return (
    <div className="lo-inline rx-label-row">
      <h2>{title}</h2>
      {lines.length > 0 && <Count value={lines.length} />}
      {view && view.replaces.length > 0 && (
        <Chip tone="plum">{t('exam.rx.replaces', { code: view.replaces.join(', ') })}</Chip>
      )}
      <span className="rx-end">
        {view?.editable && (
          <Button kind="plain" size="sm" icon="copy" onClick={onCopy}>
            {copyLabel ?? t('exam.rx.copy')}
          </Button>
        )}
        <Kbd>Alt T</Kbd>
      </span>
    </div>
  )
}

/** The prescription of the visit: draft lines first, issued ones below with their codes. */
export function PrescriptionPart({ encounterId, roomId, id, title, copy, work }: PartProps) {
  const [open, setOpen] = useState<string>()
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({})
  const [copied, setCopied] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const { view } = work
  const editable = view?.editable ?? false
  useShortcuts([{ keys: 'alt+t', label: t('exam.keys.drugs'), run: () => input.current?.focus() }], {
    enabled: editable,
  })
  const shown = new Map((view?.lines ?? []).map((line) => [line.id, line]))
  const general = (view?.alerts ?? []).filter((one) => !one.lineId)

  function add(drug: Drug): void {
    const line = newLine(drug, work.lines.at(-1)?.days ?? 7)
    setLabels({ ...labels, [line.id]: drug.label })
    setOpen(line.id)
    work.change([...work.lines, line])
  }
  async function copyLast(): Promise<void> {
    const last = await api.get<{ on?: string; lines: Line[] }>(
      `/api/encounters/${encounterId}/prescription/previous`,
    )
    setCopied(
      last.lines.length === 0
        ? t('exam.rx.nothingBefore')
        : (copy?.done ?? t('exam.rx.copied', { on: formatDay(last.on) })),
    )
    const have = new Set(work.lines.map((one) => one.drugCode))
    const fresh = last.lines.filter((one) => !have.has(one.drugCode))
    setLabels({ ...labels, ...Object.fromEntries(fresh.map((one) => [one.id, one.name])) })
    if (fresh.length > 0) work.change([...work.lines, ...fresh.map((one) => ({ ...inputOf(one), id: uuidv7() }))])
  }
  return (
    <section id={id} aria-label={title}>
      <PartHead title={title} work={work} copyLabel={copy?.label} onCopy={() => void copyLast()} />
      <div className="lo-panel">
        {!view && !work.failed && <Loading rows={2} />}
        {work.failed && <Failure error={work.failed} retry={work.reload} />}
        {work.error && (
          <Alert
            level="warning"
            title={work.error.title}
            action={
              <Button size="sm" onClick={work.reload}>
                {t(work.error.code === 'prescriptions.changedMeanwhile' ? 'exam.rx.reload' : 'exam.understood')}
              </Button>
            }
          />
        )}
        {copied && <Alert level="note" title={copied} />}
        {general.map((alert) => (
          <RxAlert
            key={alert.key}
            alert={alert}
            editable={editable}
            onAccept={(reason) => void work.accept(alert.key, reason)}
          />
        ))}
        <Uncovered view={view} />
        {editable && <Child work={work} />}
        <ol>
          {work.lines.map((line) => (
            <DrugLine
              key={line.id}
              input={line}
              shown={shown.get(line.id)}
              label={labels[line.id]}
              work={work}
              open={open === line.id}
              onOpen={() => setOpen(open === line.id ? undefined : line.id)}
            />
          ))}
        </ol>
        {editable && (
          <div className="rx-pick">
            <SearchPicker<Drug>
              label={t('exam.rx.search')}
              hideLabel
              placeholder={t('exam.rx.placeholder')}
              inputRef={input}
              search={async (q, signal) =>
                (
                  await api.get<{ items: Drug[] }>(
                    '/api/catalogue/drugs',
                    { q, room: roomId, limit: 12 },
                    { signal },
                  )
                ).items
              }
              row={(drug) => ({ key: drug.code, title: drug.label, note: drugNote(drug) })}
              onPick={add}
            />
          </div>
        )}
        {!editable && view && view.lines.length + view.issued.length === 0 && (
          <div className="rx-empty lo-ink2">{t('exam.rx.none')}</div>
        )}
        {view && <IssuedList view={view} onReplace={(code, reason) => void work.replace(code, reason)} />}
      </div>
    </section>
  )
}
