import {
  Code,
  can,
  Empty,
  formatDateTime,
  LinkButton,
  LinkTo,
  Num,
  Panel,
  Row,
  StateChip,
  t,
} from '#web/kit/index.ts'
import type { RecordDetail, RecordPaper } from '../contract.ts'

/** Papers of a record, those that a correction replaced as well, each with who signed it. */
export function PapersPanel({ record }: { readonly record: RecordDetail }) {
  return (
    <Panel
      title={t('records.view.papers')}
      count={record.papers.length}
      actions={
        <>
          {can('fills.read') && <LinkTo to={`/encounters/${record.row.id}/forms`}>{t('fill.toForms')}</LinkTo>}
          <LinkTo to={`/encounters/${record.row.id}/documents`}>{t('records.act.papers')}</LinkTo>
          {record.papers.length > 0 && can('documents.print') && (
            <LinkButton href={`/api/records/${record.row.id}/print`} icon="print">
              {t('records.act.print')}
            </LinkButton>
          )}
        </>
      }
    >
      {record.papers.length === 0 && <Empty>{t('records.view.noPapers')}</Empty>}
      {record.papers.map((paper) => (
        <Row
          key={paper.id}
          icon="document"
          title={
            <>
              <LinkTo to={`/documents/${paper.id}`}>{paper.title}</LinkTo> <Code>{paper.form}</Code>
            </>
          }
          detail={<Detail paper={paper} />}
          aside={<PaperState paper={paper} />}
        />
      ))}
    </Panel>
  )
}

function Detail({ paper }: { readonly paper: RecordPaper }) {
  return (
    <>
      <Num>{formatDateTime(paper.at)}</Num>
      {paper.correctionReason && (
        <div className="lo-plum">{t('records.paper.correction', { reason: paper.correctionReason })}</div>
      )}
      {paper.signatures.map((one) => (
        <div key={`${one.who} ${one.at}`} className="lo-ok">
          {t('records.paper.signedBy', { name: one.who, time: formatDateTime(one.at) })}
        </div>
      ))}
    </>
  )
}

function PaperState({ paper }: { readonly paper: RecordPaper }) {
  if (paper.status === 'entered-in-error')
    return <StateChip state="stopped">{t('records.paper.cancelled')}</StateChip>
  if (paper.status !== 'current') return <StateChip state="corrected">{t('records.paper.superseded')}</StateChip>
  return paper.signed ? (
    <StateChip state="signed">{t('records.paper.signed')}</StateChip>
  ) : (
    <StateChip state="waiting">{t('records.paper.waiting')}</StateChip>
  )
}
