import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Empty,
  Failure,
  formatDay,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { Candidate, DestructionView } from '../contract.ts'
import { DestructionPanel } from './destruction-panel.tsx'

interface Answer {
  readonly candidates: readonly Candidate[]
  readonly lists: readonly DestructionView[]
}

/** Records whose term is over, the lists made of them, their approval and what was erased. */
export default function DestructionScreen() {
  const answer = useApi<Answer>('/api/record-destructions')
  const due = answer.data?.candidates ?? []
  const ready = due.filter((one) => !one.hindrance)
  const prepare = useCommand(
    (encounterIds: readonly string[], act) =>
      api.post('/api/record-destructions', { encounterIds, note: '' }, act),
    { refresh: ['/api/record-destructions'] },
  )
  return (
    <Page
      head={
        <PageHead title={t('destruction.title')}>
          {can('destruction.prepare') && ready.length > 0 && (
            <Button
              kind="primary"
              icon="list"
              busy={prepare.busy}
              onClick={() => void prepare.run(ready.map((one) => one.encounterId))}
            >
              {t('destruction.prepare', { count: ready.length })}
            </Button>
          )}
        </PageHead>
      }
    >
      <Stack>
        {prepare.error && <Alert level="warning" title={prepare.error.title} />}
        {answer.isPending && <Loading rows={8} />}
        {answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
        {answer.data && (
          <>
            <Panel title={t('destruction.candidates')} count={due.length}>
              {due.length === 0 && <Empty>{t('destruction.none')}</Empty>}
              {due.map((one) => (
                <Row
                  key={one.encounterId}
                  lead={<Num>{one.archiveNumber}</Num>}
                  icon="folder"
                  title={`${one.number} · ${one.patientName}`}
                  detail={t('destruction.kept', { day: formatDay(one.keptUntil) })}
                  aside={one.hindrance && <Chip tone="warn">{t(`destruction.hindrance.${one.hindrance}`)}</Chip>}
                />
              ))}
            </Panel>
            {answer.data.lists.length === 0 && (
              <Panel title={t('destruction.lists')}>
                <Empty>{t('destruction.noLists')}</Empty>
              </Panel>
            )}
            {answer.data.lists.map((list) => (
              <DestructionPanel key={list.id} list={list} />
            ))}
          </>
        )}
      </Stack>
    </Page>
  )
}
