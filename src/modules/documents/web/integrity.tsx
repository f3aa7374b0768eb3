import type { UseQueryResult } from '@tanstack/react-query'
import { Failure, Icon, Loading, Panel, Stack, t } from '#web/kit/index.ts'
import type { PaperView, ValidationView } from '../contract.ts'

interface IntegrityProps {
  readonly paper: PaperView
  readonly check: UseQueryResult<ValidationView, Error>
}

function Line({ ok, text }: { readonly ok: boolean; readonly text: string }) {
  return (
    <div className="lo-inline" style={{ gap: 8, alignItems: 'flex-start' }}>
      <span className={ok ? 'lo-ok' : 'lo-crit'}>
        <Icon name={ok ? 'check' : 'sealBroken'} size={16} />
      </span>
      <span>{text}</span>
    </div>
  )
}

/** The check of the signatures, made now, in words. */
export function Integrity({ paper, check }: IntegrityProps) {
  if (check.isError) return <Failure error={check.error} retry={check.refetch} />
  if (!check.data) return <Loading rows={3} />
  const { data } = check
  const ok = data.verdict === 'whole'
  return (
    <Panel title={t(ok ? 'documents.whole' : 'documents.broken')} pad {...(ok ? {} : { tone: 'crit' as const })}>
      <Stack gap={6}>
        <Line ok={ok} text={data.text} />
        {data.signatures.map((one) => (
          <Line key={one.field} ok={one.faults.length === 0} text={one.text} />
        ))}
        <Line ok={data.sameBytes} text={t(data.sameBytes ? 'documents.check.same' : 'documents.check.notSame')} />
        <div className="lo-dense lo-ink2 lo-num" style={{ overflowWrap: 'anywhere' }}>
          {t('documents.hash')} {paper.sha256}
        </div>
      </Stack>
    </Panel>
  )
}
