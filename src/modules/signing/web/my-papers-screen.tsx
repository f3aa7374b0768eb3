import { startRegistration } from '@simplewebauthn/browser'
import { useState } from 'react'
import {
  api,
  Button,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  Row,
  t,
  useApi,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { MyPapers } from '../contract.ts'

/** Makes a passkey on this device and keeps its public key. */
function AddPasskey() {
  const [fault, setFault] = useState<string>()
  const add = useCommand(async (_: undefined, act) => {
    const optionsJSON = await api.post<Parameters<typeof startRegistration>[0]['optionsJSON']>(
      '/api/signing/passkeys/begin',
      {},
      act,
    )
    const response = await startRegistration({ optionsJSON }).catch(() => undefined)
    if (!response) return setFault(t('confirm.noPasskey'))
    await api.post(
      '/api/signing/passkeys',
      { name: navigator.platform || 'passkey', response: { ...response } },
      act,
    )
    notify(t('confirm.passkeyKept'), { tone: 'ok' })
  })
  return (
    <>
      {(fault ?? add.error?.title) && <span className="lo-crit">{fault ?? add.error?.title}</span>}
      <Button icon="penCheck" busy={add.busy} onClick={() => void add.run(undefined)}>
        {t('confirm.addPasskey')}
      </Button>
    </>
  )
}

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
