import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  Facts,
  Failure,
  formatDateTime,
  formatDay,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { SealView } from '../seal-contract.ts'
import { InstallSeal } from './install-seal.tsx'

const touched = ['/api/signing/seal']

function Removing({ onClose }: { readonly onClose: () => void }) {
  const remove = useCommand((_: undefined, act) => api.delete<SealView>('/api/signing/seal', act), {
    refresh: touched,
    done: onClose,
  })
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('seal.key.removeAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('signing.keys.close')}</Button>
          <Button kind="primary" busy={remove.busy} onClick={() => void remove.run(undefined)}>
            {t('seal.key.remove')}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t('seal.key.removeText')}</div>
        {remove.error && <div className="lo-crit">{remove.error.title}</div>}
      </Stack>
    </Dialog>
  )
}

function InUse({ seal }: { readonly seal: SealView }) {
  const [isRemoving, setRemoving] = useState(false)
  const { state, kind, name, issuer, validTo, by, since } = seal
  return (
    <Panel title={t('seal.key.now')} pad>
      <Stack gap={12}>
        {state !== 'ready' && <Alert level="warning" title={t(`seal.key.state.${state}`)} />}
        <Facts
          columns={1}
          items={[
            { label: t('seal.key.state'), value: t(`seal.key.state.${state}`) },
            ...(kind ? [{ label: t('seal.key.kind'), value: t(`seal.key.kind.${kind}`) }] : []),
            ...(name ? [{ label: t('seal.key.name'), value: name }] : []),
            ...(issuer ? [{ label: t('seal.key.issuer'), value: issuer }] : []),
            ...(validTo ? [{ label: t('seal.key.validTo'), value: formatDay(validTo.slice(0, 10)) }] : []),
            ...(by ? [{ label: t('seal.key.installed'), value: by, note: formatDateTime(since ?? '') }] : []),
          ]}
        />
        {by && <Button onClick={() => setRemoving(true)}>{t('seal.key.remove')}</Button>}
        {isRemoving && <Removing onClose={() => setRemoving(false)} />}
      </Stack>
    </Panel>
  )
}

/** For administrators: what the facility seals with, and another key for it. */
export default function SealKeyScreen() {
  const seal = useApi<SealView>('/api/signing/seal')
  if (seal.isPending) return <Loading rows={6} />
  if (seal.isError) return <Failure error={seal.error} retry={seal.refetch} />
  const installed = () => {
    void seal.refetch()
    notify(t('seal.key.kept'), { tone: 'ok' })
  }
  return (
    <Page head={<PageHead title={t('seal.key.title')} />}>
      <div style={{ maxWidth: 640 }}>
        <Stack gap={16}>
          <InUse seal={seal.data} />
          <InstallSeal onDone={installed} />
        </Stack>
      </div>
    </Page>
  )
}
