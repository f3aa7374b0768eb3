import {
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  t,
  useApi,
  useGo,
} from '#web/kit/index.ts'
import type { MyPapers } from '../contract.ts'
import { AddPasskey } from './add-passkey.tsx'

/** For patients: papers of mine that wait for my confirmation. */
export default function MyPapersScreen() {
  const list = useApi<MyPapers>('/api/signing/my-papers')
  const go = useGo()
  if (list.isPending) return <Loading rows={4} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const { papers } = list.data
  const head = (
    <PageHead title={t('confirm.mine')}>
      <AddPasskey />
    </PageHead>
  )
  return (
    <Page head={head}>
      <Panel title={t('confirm.mine')} count={papers.length}>
        {papers.length === 0 && <Empty>{t('confirm.mineNone')}</Empty>}
        {papers.map(({ id, title, date }) => (
          <Row
            key={id}
            icon="sign"
            iconTone="warn"
            title={<b>{title}</b>}
            detail={<span className="lo-num">{formatDateTime(date)}</span>}
            onOpen={() => go(`/signing/confirm?paper=${id}`)}
          />
        ))}
      </Panel>
    </Page>
  )
}
