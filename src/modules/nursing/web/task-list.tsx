import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Choice,
  Dialog,
  formatTime,
  Inline,
  keptLabel,
  ReasonDialog,
  Stack,
  TextField,
  t,
  useCommand,
  useStay,
} from '#web/kit/index.ts'
import type { TaskBody, TaskView } from '../contract.ts'
import './nursing.css'
import { words } from './words.ts'

interface TaskListProps {
  readonly stayId: string
  /** Of the patient, where no frame of a stay says it. */
  readonly name?: string
  readonly tasks: readonly TaskView[]
  readonly notDone: readonly {
    readonly code: string
    readonly title: { readonly vi: string; readonly en: string }
  }[]
  readonly canWrite: boolean
}

const refresh = ['/api/stays', '/api/ward'] as const
const textOf = (tasks: readonly TaskView[], { code, dueAt }: TaskBody) =>
  tasks.find((one) => one.code === code && one.dueAt === dueAt)?.text ?? code

const bodyOf = ({ source, sourceId, code, dueAt }: TaskView) => ({ source, sourceId, code, dueAt })

/** Tasks of a shift: one touch says done; what was not done says why. */
export function TaskList({ stayId, name, tasks, notDone, canWrite }: TaskListProps) {
  const [why, setWhy] = useState<TaskView>()
  const [wrong, setWrong] = useState<TaskView>()
  const path = `/api/stays/${stayId}/tasks`
  const closed = () => setWhy(undefined)
  const patient = useStay()?.name ?? name
  const write = useCommand((body: TaskBody, act) => api.post(path, { ...body, at: act.at }, act), {
    refresh: [...refresh],
    done: closed,
    keep: (body) => keptLabel(textOf(tasks, body), patient),
    kept: closed,
  })
  return (
    <>
      {tasks.map((task) => (
        <div key={`${task.source} ${task.sourceId} ${task.code} ${task.dueAt}`} className="nu-line">
          <div>
            <span className={task.overdue ? 'lo-num lo-crit' : 'lo-num'}>{formatTime(task.dueAt)}</span>{' '}
            {task.text}
            {task.overdue && <Chip tone="crit">{t('nursing.task.overdue')}</Chip>}
            {task.outcome && (
              <div className="lo-dense lo-ink2">
                {t(`nursing.task.${task.outcome}`, {
                  who: task.by ?? '–',
                  time: formatTime(task.at ?? ''),
                  reason: task.reason ?? '',
                })}
              </div>
            )}
          </div>
          {canWrite && !task.outcome && (
            <Inline gap={6}>
              <Button
                size="sm"
                icon="check"
                busy={write.busy}
                onClick={() => void write.run({ ...bodyOf(task), outcome: 'done' })}
              >
                {t('nursing.task.do')}
              </Button>
              <Button size="sm" kind="plain" onClick={() => setWhy(task)}>
                {t('nursing.task.skip')}
              </Button>
            </Inline>
          )}
          {canWrite && task.outcome && (
            <Button size="sm" kind="plain" onClick={() => setWrong(task)}>
              {t('nursing.strike.wrong')}
            </Button>
          )}
        </div>
      ))}
      {write.error && <Alert level="warning" title={write.error.title} />}
      {why && (
        <WhyNot
          task={why}
          notDone={notDone}
          busy={write.busy}
          onClose={() => setWhy(undefined)}
          onSay={(reason, note) =>
            void write.run({ ...bodyOf(why), outcome: 'not-done', reason, ...(note ? { note } : {}) })
          }
        />
      )}
      {wrong?.taskId && (
        <ReasonDialog
          danger
          least={3}
          title={t('nursing.strike.title', { what: wrong.text })}
          act={t('nursing.strike.act')}
          run={(reason, act) =>
            api.post(`/api/stays/${stayId}/strike`, { type: 'Task', id: wrong.taskId, reason }, act)
          }
          refresh={refresh}
          onClose={() => setWrong(undefined)}
        />
      )}
    </>
  )
}

interface WhyNotProps {
  readonly task: TaskView
  readonly notDone: TaskListProps['notDone']
  readonly busy: boolean
  readonly onClose: () => void
  readonly onSay: (reason: string, note: string) => void
}

function WhyNot({ task, notDone, busy, onClose, onSay }: WhyNotProps) {
  const [reason, setReason] = useState<string>()
  const [note, setNote] = useState('')
  const missing =
    !reason || (reason === 'other' && note.trim().length < 3) ? t('nursing.task.reasonFirst') : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('nursing.task.why', { what: task.text })}
      actions={
        <Button
          kind="primary"
          busy={busy}
          disabledBecause={missing}
          onClick={() => onSay(reason ?? '', note.trim())}
        >
          {t('nursing.task.skip')}
        </Button>
      }
    >
      <Stack>
        <Choice
          label={t('nursing.task.reason')}
          value={reason}
          onChange={setReason}
          options={notDone.map(({ code, title }) => ({ value: code, label: words(title) }))}
        />
        <TextField label={t('nursing.task.note')} value={note} onChange={setNote} maxLength={300} />
      </Stack>
    </Dialog>
  )
}
