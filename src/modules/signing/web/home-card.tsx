import {
  Code,
  Failure,
  formatDateTime,
  LinkTo,
  Loading,
  Panel,
  Row,
  t,
  useApi,
  useGo,
  useLive,
} from '#web/kit/index.ts'
import type { Worklist } from '../contract.ts'

const shown = 5

/** On "Hôm nay": the oldest papers that wait for my signature. */
export default function SigningCard() {
  const list = useApi<Worklist>('/api/signing/mine')
  const go = useGo()
  useLive(['DocumentReference'], ['/api/signing'])
  const papers = list.data?.papers ?? []
  return (
    <Panel
      title={t('signing.home.title')}
      count={papers.length}
      actions={papers.length > 0 && <LinkTo to="/signing">{t('signing.home.all')}</LinkTo>}
    >
      {list.isPending && <Loading rows={3} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && papers.length === 0 && <Row icon="check" iconTone="ok" title={t('signing.home.none')} />}
      {papers.slice(0, shown).map((paper) => (
        <Row
          key={paper.id}
          icon="sign"
          iconTone="warn"
          title={
            <>
              <b>{paper.patientName}</b> {paper.title}
            </>
          }
          detail={
            <>
              <Code>{paper.form}</Code> <span className="lo-num">{formatDateTime(paper.since)}</span>
            </>
          }
          onOpen={() => go(`/signing?paper=${paper.id}`)}
        />
      ))}
    </Panel>
  )
}
