import {
  Columns,
  can,
  Empty,
  Failure,
  Loading,
  Page,
  Panel,
  StayFrame,
  t,
  useApi,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { NursingView } from '../contract.ts'
import { GlucosePanel } from './glucose-panel.tsx'
import { HandOverPanel } from './hand-over-panel.tsx'
import { LevelPanel } from './level-panel.tsx'
import { LinesPanel } from './lines-panel.tsx'
import { NewTask } from './new-task.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { PlansPanel } from './plans-panel.tsx'
import { RisksPanel } from './risks-panel.tsx'
import { TaskList } from './task-list.tsx'
import { words } from './words.ts'

/** Nursing of one patient: what is due in the shift, what is in, what threatens, what was seen, what is handed over. */
export default function NursingScreen() {
  const { id = '' } = useParams()
  const path = `/api/stays/${id}/nursing`
  const nursing = useApi<NursingView>(path)
  useLive(['Task', 'ServiceRequest', 'CarePlan', 'Procedure', 'Communication', 'Observation'], [path])
  const canWrite = can('nursing.write')
  return (
    <StayFrame encounterId={id} tab="nursing">
      {nursing.isPending && <Loading rows={8} />}
      {nursing.isError && <Failure error={nursing.error} retry={nursing.refetch} />}
      {nursing.data && (
        <Page>
          <Columns
            main={
              <>
                <Panel
                  title={t('nursing.task.title')}
                  note={words(nursing.data.shift.title)}
                  count={nursing.data.tasks.filter(({ outcome }) => !outcome).length}
                  actions={canWrite && <NewTask view={nursing.data} />}
                >
                  {nursing.data.tasks.length === 0 && <Empty>{t('nursing.task.empty')}</Empty>}
                  <TaskList
                    stayId={id}
                    tasks={nursing.data.tasks}
                    notDone={nursing.data.notDone}
                    canWrite={canWrite}
                  />
                </Panel>
                <NotesPanel view={nursing.data} canWrite={canWrite} />
                <HandOverPanel stayId={id} canWrite={canWrite} />
                <GlucosePanel view={nursing.data} canWrite={canWrite} />
              </>
            }
            side={
              <>
                <LevelPanel view={nursing.data} />
                <LinesPanel view={nursing.data} canWrite={canWrite} />
                <RisksPanel view={nursing.data} canWrite={canWrite} />
                <PlansPanel view={nursing.data} canWrite={canWrite} />
              </>
            }
            sideWidth={400}
          />
        </Page>
      )}
    </StayFrame>
  )
}
