import { useState } from 'react'
import {
  Alert,
  Button,
  Facts,
  Failure,
  formatDateTime,
  formatDay,
  Icon,
  Loading,
  Panel,
  Stack,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import type { KeyView, SignAnswer, WaitingPaper } from '../contract.ts'
import { Authentication, bodyOf, type Given, missingOf, nothingGiven } from './authentication.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { shownAs, useMyKey, useSign } from './use-signing.ts'

interface SignPanelProps {
  readonly papers: readonly WaitingPaper[]
  /** The bytes on the screen are not those that the list names: nothing may be signed. */
  readonly mismatch: boolean
  readonly onSigned: (answer: SignAnswer) => void
}

/** What will be signed, by whom and in which role, the checks, the PIN, and one button. */
export function SignPanel({ papers, mismatch, onSigned }: SignPanelProps) {
  const key = useMyKey()
  const [isChoosing, setChoosing] = useState(false)
  if (key.isPending) return <Loading rows={6} />
  if (key.isError) return <Failure error={key.error} retry={key.refetch} />
  const { data } = key
  return (
    <Stack gap={14}>
      {data.state === 'absent' ? (
        <Alert level="stop" title={t('signing.key.absent')} />
      ) : (
        <ReadyPanel papers={papers} mismatch={mismatch} onSigned={onSigned} signer={data} />
      )}
      <Button onClick={() => setChoosing(true)}>{t('signing.keys.title')}</Button>
      {isChoosing && <KeyDialog signer={data} onClose={() => setChoosing(false)} />}
    </Stack>
  )
}

type Tone = 'ok' | 'warn' | 'crit'

function Check({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return (
    <div className="lo-inline" style={{ gap: 8 }}>
      <span className={`lo-${tone}`}>
        <Icon name={tone === 'ok' ? 'check' : 'warning'} size={16} />
      </span>
      <span>{text}</span>
    </div>
  )
}

function blockedBecause(papers: readonly WaitingPaper[], given: Given, signer: KeyView, mismatch: boolean) {
  if (papers.length === 0) return t('signing.panel.needPaper')
  if (mismatch) return t('error.signing.contentChanged')
  if (signer.state === 'locked') return t('signing.key.locked', { at: formatDateTime(signer.lockedUntil ?? '') })
  if (signer.state !== 'ready') return t('signing.key.invalid')
  return missingOf(signer, given)
}

function Summary({ papers, signer }: { readonly papers: readonly WaitingPaper[]; readonly signer: KeyView }) {
  const roles = [...new Set(papers.map((paper) => paper.slotTitle))].join(', ')
  const only = papers.length === 1 ? papers[0] : undefined
  const paper = only
    ? { label: only.form, value: only.title, note: only.patientName }
    : { label: t('signing.column.paper'), value: t('signing.panel.count', { count: papers.length }) }
  const hash = { label: t('signing.panel.hash'), value: only?.sha256.slice(0, 32).replace(/(.{8})(?=.)/g, '$1 ') }
  return (
    <Facts
      columns={1}
      items={[
        paper,
        { label: t('signing.panel.as'), value: signer.name ?? '', note: roles },
        {
          label: t('signing.panel.certificate'),
          value: signer.issuer ?? '',
          note: signer.validTo && t('signing.panel.validTo', { day: formatDay(signer.validTo.slice(0, 10)) }),
        },
        ...(only ? [hash] : []),
      ]}
    />
  )
}

function ReadyPanel({ papers, mismatch, onSigned, signer }: SignPanelProps & { readonly signer: KeyView }) {
  const [given, setGiven] = useState(nothingGiven)
  const sign = useSign(onSigned)
  const blocked = blockedBecause(papers, given, signer, mismatch)
  const run = async () => {
    if (blocked) return
    await sign.run({ documents: papers.map(shownAs), ...bodyOf(given) })
    setGiven(nothingGiven)
  }
  useShortcuts([{ keys: 'mod+enter', label: t('signing.panel.title'), run: () => void run() }])
  const label =
    papers.length === 1 ? t('signing.panel.buttonOne') : t('signing.panel.button', { count: papers.length })
  return (
    <Panel title={t('signing.panel.title')} count={papers.length} pad>
      <Stack gap={14}>
        {papers.length === 0 ? t('signing.panel.nothing') : <Summary papers={papers} signer={signer} />}
        <Stack gap={6}>
          <Check tone={mismatch ? 'crit' : 'ok'} text={t('signing.check.shown')} />
          <Check tone={signer.state === 'ready' ? 'ok' : 'crit'} text={t('signing.check.key')} />
          <Check tone="ok" text={t('signing.check.time')} />
          {signer.demo && <Check tone="warn" text={t('signing.check.demo')} />}
        </Stack>
        <Authentication
          signer={signer}
          given={given}
          onChange={setGiven}
          onEnter={() => void run()}
          error={sign.error?.title}
        />
        <Button
          kind="primary"
          size="lg"
          icon="sign"
          full
          busy={sign.busy}
          keyHint="Ctrl ⏎"
          onClick={() => void run()}
          {...(blocked ? { disabledBecause: blocked } : {})}
        >
          {label}
        </Button>
      </Stack>
    </Panel>
  )
}
