import { Button } from '../fields/button.tsx'
import { Panel } from '../layout/page.tsx'
import { api } from '../net/api.ts'
import { useCommand } from '../net/command.ts'
import { useApi } from '../net/query.ts'
import { can } from '../net/session.ts'
import { Alert } from '../states/states.tsx'
import { t } from '../text/translate.ts'

interface AppLaunchProps {
  readonly patientId: string
  readonly encounterId?: string | undefined
}

interface App {
  readonly id: string
  readonly name: string
}

/** Applications of others that open for this patient (SMART on FHIR); nothing is shown where none is registered. */
export function AppLaunch(props: AppLaunchProps) {
  return can('chart.read') ? <Apps {...props} /> : null
}

function Apps({ patientId, encounterId }: AppLaunchProps) {
  const apps = useApi<readonly App[]>('/api/session/apps', {}, { background: true })
  const open = useCommand((client: string) =>
    api.post<{ url: string }>('/api/session/launch', {
      client,
      patient: patientId,
      ...(encounterId ? { encounter: encounterId } : {}),
    }),
  )
  const launch = async (client: string) => {
    // Opened before the answer comes, since browsers block windows that no click opened.
    const tab = window.open('', '_blank')
    const answer = await open.run(client)
    if (!tab) return
    if (answer) tab.location.assign(answer.url)
    else tab.close()
  }
  if (!apps.data?.length) return null
  return (
    <Panel title={t('kit.apps.title')} pad>
      {open.error && <Alert level="warning" title={open.error.title} />}
      {apps.data.map((app) => (
        <Button key={app.id} icon="external" busy={open.busy} onClick={() => void launch(app.id)}>
          {app.name}
        </Button>
      ))}
    </Panel>
  )
}
