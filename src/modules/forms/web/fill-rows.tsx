import {
  Code,
  Empty,
  type EntryState,
  formatDateTime,
  LinkTo,
  language,
  Num,
  Row,
  t,
  useGo,
} from '#web/kit/index.ts'
import type { FillSummary } from '../contract.ts'

const looks: Readonly<Record<FillSummary['status'], EntryState>> = {
  'in-progress': 'draft',
  completed: 'done',
  amended: 'corrected',
  'entered-in-error': 'stopped',
}

/** Fills of a visit with who wrote them and when; a completed one names its paper. */
export function FillRows({ fills }: { readonly fills: readonly FillSummary[] }) {
  const go = useGo()
  if (fills.length === 0) return <Empty>{t('fill.visit.none')}</Empty>
  return fills.map((fill) => (
    <Row
      key={fill.id}
      icon={fill.status === 'in-progress' ? 'pen' : 'document'}
      title={
        <>
          {language() === 'en' ? fill.titleEn : fill.title} <Code>{fill.code}</Code>
        </>
      }
      detail={
        <>
          <Num>{formatDateTime(fill.savedAt)}</Num>
          {fill.savedBy && ` · ${fill.savedBy}`}
        </>
      }
      aside={fill.paper && <LinkTo to={`/documents/${fill.paper.id}`}>{t('fill.toPaper')}</LinkTo>}
      state={looks[fill.status]}
      onOpen={() => go(`/fills/${fill.id}`)}
    />
  ))
}
