import { useState } from 'react'
import {
  api,
  Button,
  can,
  formatDateTime,
  LinkTo,
  Panel,
  SignatureSlot,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { PaperView, PrepareBody, SlotView, ValidationView } from '../contract.ts'
import { CorrectDialog } from './correct-dialog.tsx'
import { Integrity } from './integrity.tsx'

interface PaperSideProps {
  readonly paper: PaperView
  readonly onReplaced: (id: string) => void
}

function note(slot: SlotView, check: ValidationView | undefined) {
  const found = check?.signatures.find((one) => one.field === slot.slot)
  if (found && found.faults.length > 0) return found.text
  if (found?.timeStampAt) return t('documents.slot.stamp', { at: formatDateTime(found.timeStampAt) })
  return slot.state === 'waiting' ? t('documents.slot.waiting', { at: formatDateTime(slot.since) }) : undefined
}

function stateOf(slot: SlotView, check: ValidationView | undefined) {
  const found = check?.signatures.find((one) => one.field === slot.slot)
  if (found && found.faults.length > 0) return 'invalid'
  return slot.state === 'void' ? 'locked' : slot.state
}

function Slot({ slot, paper, check }: { slot: SlotView; paper: PaperView; check: ValidationView | undefined }) {
  const said = note(slot, check)
  return (
    <SignatureSlot
      role={slot.title}
      state={stateOf(slot, check)}
      {...(slot.who ? { person: slot.who } : {})}
      {...(slot.at ? { at: slot.at } : {})}
      {...(said ? { note: said } : {})}
      {...(slot.mine ? { action: <LinkTo to={`/signing?paper=${paper.id}`}>{t('documents.sign')}</LinkTo> } : {})}
    />
  )
}

interface Confirmations {
  readonly places: readonly { readonly id: string; readonly open: boolean }[]
}

/** Where patient or representative confirms, on papers that have such a place. */
function Confirmed({ paper }: { readonly paper: PaperView }) {
  const found = useApi<Confirmations>(
    can('signing.confirm') ? `/api/signing/confirmations/${paper.id}` : undefined,
    { v: String(paper.version) },
  )
  const places = found.data?.places ?? []
  if (places.length === 0) return null
  const text = t(places.some(({ open }) => open) ? 'confirm.ask' : 'confirm.see')
  return <LinkTo to={`/signing/confirm?paper=${paper.id}`}>{text}</LinkTo>
}

const bodyOf = (paper: PaperView): PrepareBody => ({
  form: paper.form,
  encounterId: paper.encounterId,
  about: paper.about,
})

/** Signatures of a paper, whether it is whole, and what can be done with it. */
export function PaperSide({ paper, onReplaced }: PaperSideProps) {
  const signed = paper.slots.some((slot) => slot.state === 'signed')
  const check = useApi<ValidationView>(signed ? `/api/documents/${paper.id}/validation` : undefined, {
    v: String(paper.version),
  })
  const [correcting, setCorrecting] = useState(false)
  const again = useCommand((body: PrepareBody, act) => api.post<PaperView>('/api/documents/prepare', body, act), {
    refresh: ['/api/documents', '/api/signing'],
  })
  const may = can('documents.prepare') && paper.state !== 'superseded' && paper.state !== 'cancelled'
  return (
    <Stack gap={12}>
      <Panel
        title={t('documents.signatures')}
        note={`${paper.slots.filter((slot) => slot.state === 'signed').length}/${paper.slots.length}`}
      >
        {paper.slots.map((slot) => (
          <Slot key={slot.slot} slot={slot} paper={paper} check={check.data} />
        ))}
      </Panel>
      <Confirmed paper={paper} />
      {signed && <Integrity paper={paper} check={check} />}
      {may && signed && (
        <Button icon="penCheck" onClick={() => setCorrecting(true)}>
          {t('documents.correct')}
        </Button>
      )}
      {may && !signed && (
        <Button icon="refresh" busy={again.busy} onClick={() => void again.run(bodyOf(paper))}>
          {t('documents.prepare')}
        </Button>
      )}
      {again.error && <div className="lo-crit">{again.error.title}</div>}
      {correcting && <CorrectDialog paper={paper} onClose={() => setCorrecting(false)} onDone={onReplaced} />}
    </Stack>
  )
}
