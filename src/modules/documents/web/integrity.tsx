import type { UseQueryResult } from '@tanstack/react-query'
import { Failure, Icon, Loading, Panel, Stack, t } from '#web/kit/index.ts'
import type { PaperView, ValidationView } from '../contract.ts'

interface IntegrityProps {
  readonly paper: PaperView
  readonly check: UseQueryResult<ValidationView, Error>
}

type State = 'ok' | 'warn' | 'crit'

const icons = { ok: 'check', warn: 'clock', crit: 'sealBroken' } as const

function Line({ state, text }: { readonly state: State; readonly text: string }) {
  return (
    <div className="lo-inline" style={{ gap: 8, alignItems: 'flex-start' }}>
      <span className={`lo-${state}`}>
        <Icon name={icons[state]} size={16} />
      </span>
      <span>{text}</span>
    </div>
  )
}

const titles = {
  whole: 'documents.whole',
  undecided: 'documents.undecided',
  broken: 'documents.broken',
  unsigned: 'documents.broken',
} as const

function Signature({ of: { verdict, text, details } }: { readonly of: ValidationView['signatures'][number] }) {
  return (
    <div>
      <Line state={verdict === 'valid' ? 'ok' : verdict === 'undecided' ? 'warn' : 'crit'} text={text} />
      <details className="lo-dense lo-ink2" style={{ marginInlineStart: 24, overflowWrap: 'anywhere' }}>
        <summary>{t('documents.check.details')}</summary>
        {details.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </details>
    </div>
  )
}

/** The check of the signatures, made now, in words. */
export function Integrity({ paper, check }: IntegrityProps) {
  if (check.isError) return <Failure error={check.error} retry={check.refetch} />
  if (!check.data) return <Loading rows={3} />
  const { data } = check
  const state = data.verdict === 'whole' ? 'ok' : data.verdict === 'undecided' ? 'warn' : 'crit'
  return (
    <Panel title={t(titles[data.verdict])} pad {...(state === 'ok' ? {} : { tone: state })}>
      <Stack gap={6}>
        <Line state={state} text={data.text} />
        {data.signatures.map((one) => (
          <Signature key={one.field} of={one} />
        ))}
        <Line
          state={data.sameBytes ? 'ok' : 'crit'}
          text={t(data.sameBytes ? 'documents.check.same' : 'documents.check.notSame')}
        />
        <div className="lo-dense lo-ink2 lo-num" style={{ overflowWrap: 'anywhere' }}>
          {t('documents.hash')} {paper.sha256}
        </div>
        {data.provenSha256 && (
          <div className="lo-dense lo-ink2 lo-num" style={{ overflowWrap: 'anywhere' }}>
            {t('documents.check.provenFile')} {data.provenSha256}
          </div>
        )}
      </Stack>
    </Panel>
  )
}
