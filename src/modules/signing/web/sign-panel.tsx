import { useState } from 'react'
import {
  Alert,
  Authentication,
  Button,
  bodyOf,
  Facts,
  Failure,
  formatDateTime,
  formatDay,
  type Given,
  Icon,
  Loading,
  missingOf,
  nothingGiven,
  Panel,
  Stack,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import type { KeyView, SignAnswer, WaitingPaper } from '../contract.ts'
import { KeyDialog } from './key-dialog.tsx'
import { shownAs, useMyKey, useSign } from './use-signing.ts'

interface SignPanelProps {
  readonly papers: readonly WaitingPaper[]
  /** The bytes on the screen are not those that the list names: nothing may be signed. */
  readonly mismatch: boolean
  /** In which they were shown, and how many of them were not yet. */
  readonly batch: string
  readonly unseen: number
  readonly onNext: () => void
  readonly onSigned: (answer: SignAnswer) => void
}

/** What will be signed, by whom and in which role, the checks, the PIN, and one button. */
export function SignPanel(props: SignPanelProps) {
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
        <ReadyPanel {...props} signer={data} />
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

type Ready = SignPanelProps & { readonly signer: KeyView }

function blockedBecause({ papers, signer, mismatch, unseen }: Ready, given: Given) {
  if (papers.length === 0) return t('signing.panel.needPaper')
  if (mismatch) return t('error.signing.contentChanged')
  if (unseen > 0) return t('signing.panel.needReview', { count: unseen })
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

/** How many of the papers were on the screen, and the way to the next one. */
function Reviewed({ papers, mismatch, unseen, onNext }: SignPanelProps) {
  const tone = mismatch ? 'crit' : unseen > 0 ? 'warn' : 'ok'
  if (papers.length < 2) return <Check tone={tone} text={t('signing.check.shown')} />
  const text = t('signing.reviewed', { seen: papers.length - unseen, count: papers.length })
  return (
    <>
      <Check tone={tone} text={text} />
      {unseen > 0 && (
        <Button size="sm" keyHint="Alt N" onClick={onNext}>
          {t('signing.nextUnseen')}
        </Button>
      )}
    </>
  )
}

function ReadyPanel(props: Ready) {
  const { papers, batch, onSigned, signer } = props
  const [given, setGiven] = useState(nothingGiven)
  const sign = useSign(onSigned)
  const blocked = blockedBecause(props, given)
  const run = async () => {
    if (blocked) return
    await sign.run({ documents: papers.map(shownAs), batch, ...bodyOf(given) })
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
          <Reviewed {...props} />
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
