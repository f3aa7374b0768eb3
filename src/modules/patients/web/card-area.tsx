import { useRef, useState } from 'react'
import {
  Alert,
  type ApiError,
  api,
  Button,
  formatDay,
  formatMrn,
  formatSex,
  Icon,
  Inline,
  Panel,
  SearchPicker,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import type { FoundPatient, SearchAnswer } from '../contract.ts'
import type { Turn } from './use-turn.ts'

interface CardAreaProps {
  readonly turn: Turn
  readonly error: ApiError | undefined
  readonly busy: boolean
  readonly onPick: (patient: FoundPatient) => void
  readonly onCard: (text: string) => void
  readonly onNew: () => void
  readonly onCamera: () => void
}

/** A pasted code is no name: it has separators, or is one long word of figures. */
const looksLikeCode = (text: string) =>
  text.includes('|') || /^[A-Za-z]{2}\d{13}$/.test(text) || /^\d{12}$/.test(text)

/** Where a card is put, pasted or filmed, or a name is typed. */
export function CardArea({ turn, error, busy, onPick, onCard, onNew, onCamera }: CardAreaProps) {
  const field = useRef<HTMLInputElement>(null)
  const [round, setRound] = useState(0)
  useShortcuts([{ keys: 'f2', label: t('patients.reception.type'), run: () => field.current?.focus() }])

  async function search(text: string, signal: AbortSignal): Promise<readonly FoundPatient[]> {
    if (looksLikeCode(text)) {
      setRound(round + 1) // a read code leaves the field
      onCard(text)
      return []
    }
    return (await api.get<SearchAnswer>('/api/patients', { q: text }, { signal })).patients
  }

  return (
    <Panel label={t('patients.reception.searchLabel')} pad>
      <Inline gap={14} wrap>
        <span
          className="lo-row-icon"
          data-tone={turn.card || turn.patientId ? 'ok' : 'accent'}
          style={{ width: 44, height: 44, borderRadius: 10 }}
        >
          <Icon name="idcard" size={22} />
        </span>
        <div style={{ flex: '1 1 220px', minWidth: 0 }} role="status">
          <div style={{ font: '600 16px/22px var(--sans)' }}>{headline(turn)}</div>
          <div className="lo-dense lo-ink2">
            {t(turn.card || turn.patientId ? 'patients.reception.nextCard' : 'patients.reception.readyNote')}
          </div>
        </div>
        <div className="lo-pair">
          <Button icon="qr" onClick={onCamera}>
            {t('patients.reception.camera')}
          </Button>
          <Button icon="plus" keyHint="Alt N" onClick={onNew}>
            {t('patients.reception.new')}
          </Button>
        </div>
      </Inline>
      <div style={{ marginTop: 10 }}>
        <SearchPicker<FoundPatient>
          key={round}
          label={t('patients.reception.searchLabel')}
          hideLabel
          keyHint="F2"
          placeholder={t('patients.reception.searchPlaceholder')}
          minLength={2}
          inputRef={field}
          autoFocus
          search={search}
          row={patientRow}
          onPick={onPick}
        />
      </div>
      {busy && (
        <div className="lo-dense lo-ink2" role="status">
          …
        </div>
      )}
      {error && (
        <div style={{ marginTop: 10 }}>
          <Alert level="warning" title={error.title} />
        </div>
      )}
    </Panel>
  )
}

function headline(turn: Turn): string {
  if (turn.card) return t(`patients.reception.read.${turn.card.kind}`)
  return t(turn.patientId ? 'patients.reception.read.chosen' : 'patients.reception.ready')
}

/** Name, then what tells two of the same name apart. */
export function patientRow(patient: FoundPatient) {
  const facts = [
    formatSex(patient.sex),
    formatDay(patient.birthDate),
    patient.ageText,
    patient.mrn && formatMrn(patient.mrn),
    patient.cccd,
    patient.phone,
    patient.address,
  ]
  return { key: patient.id, title: patient.name, note: facts.filter(Boolean).join(' · ') }
}
