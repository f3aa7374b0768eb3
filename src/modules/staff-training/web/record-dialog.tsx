import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  DateField,
  Dialog,
  FieldGrid,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { PersonView, RecordBody, TrainingView } from '../contract.ts'

interface Props {
  readonly people: readonly PersonView[]
  readonly courses: TrainingView['courses']
  readonly chosen: string | undefined
  readonly onClose: () => void
}

/** That somebody was taught: course, day, who taught, result. */
export function RecordDialog({ people, courses, chosen, onClose }: Props) {
  const [given, setGiven] = useState<Partial<RecordBody>>({
    result: 'passed',
    ...(chosen ? { userName: chosen } : {}),
  })
  const set = (some: Partial<RecordBody>) => setGiven((before) => ({ ...before, ...some }))
  const save = useCommand((body: object, act) => api.post('/api/staff-training', body, act), {
    refresh: ['/api/staff-training'],
    done: onClose,
  })
  const whole = given.userName && given.course && given.heldOn && given.taughtBy?.trim()
  return (
    <Dialog
      open
      width={640}
      onClose={onClose}
      title={t('staffTraining.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('staffTraining.back')}</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={whole ? undefined : t('staffTraining.fill')}
            onClick={() => void save.run(given)}
          >
            {t('staffTraining.save')}
          </Button>
        </>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <SelectField
          label={t('staffTraining.column.person')}
          required
          value={given.userName}
          onChange={(userName) => set(userName ? { userName } : {})}
          options={people.map((one) => ({ value: one.userName, label: `${one.name} (${one.userName})` }))}
        />
        <SelectField
          label={t('staffTraining.course')}
          required
          value={given.course}
          onChange={(course) => set(course ? { course } : {})}
          options={courses.map(({ code, title }) => ({ value: code, label: title }))}
        />
        <FieldGrid>
          <DateField
            label={t('staffTraining.heldOn')}
            required
            value={given.heldOn}
            onChange={(heldOn) => set(heldOn ? { heldOn } : {})}
          />
          <TextField
            label={t('staffTraining.taughtBy')}
            required
            value={given.taughtBy ?? ''}
            onChange={(taughtBy) => set({ taughtBy })}
            maxLength={200}
          />
        </FieldGrid>
        <Choice
          label={t('staffTraining.result')}
          value={given.result}
          onChange={(result) => set({ result })}
          options={(['passed', 'failed'] as const).map((value) => ({
            value,
            label: t(`staffTraining.result.${value}`),
          }))}
        />
      </Stack>
    </Dialog>
  )
}
