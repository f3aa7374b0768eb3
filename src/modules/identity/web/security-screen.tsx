import { Failure, Loading, Page, PageHead, Stack, t, useApi } from '#web/kit/index.ts'
import type { OwnSwitching } from '../switching/contract.ts'
import { ApplicationsPanel } from './applications-panel.tsx'
import { DevicesPanel } from './devices-panel.tsx'
import { FactorsPanel } from './factors-panel.tsx'
import { NoticesPanel } from './notices-panel.tsx'
import { SwitchingPanel } from './switching-panel.tsx'

/** What protects the own account: second step of the login, known devices, coming back at shared computers. */
export default function SecurityScreen() {
  const own = useApi<OwnSwitching>('/api/session/switching')
  if (own.isPending) return <Loading rows={8} />
  if (own.isError) return <Failure error={own.error} retry={own.refetch} />
  return (
    <Page head={<PageHead title={t('identity.security.title')} note={t('identity.security.note')} />}>
      <Stack gap={16}>
        <FactorsPanel />
        <DevicesPanel devices={own.data.devices} />
        <SwitchingPanel own={own.data} />
        <ApplicationsPanel />
        <NoticesPanel />
      </Stack>
    </Page>
  )
}
