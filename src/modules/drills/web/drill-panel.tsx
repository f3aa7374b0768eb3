import {
  Alert,
  api,
  Button,
  Chip,
  formatDateTime,
  Inline,
  LinkButton,
  Panel,
  Row,
  Stack,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { DrillView, GradedCheck } from '../contract.ts'

interface DrillPanelProps {
  readonly drill: DrillView
  readonly demo: boolean
}

const tones = { done: 'ok', late: 'warn', missed: 'crit' } as const

/** One drill: what was staged, and each thing that should have been done. */
export function DrillPanel({ drill, demo }: DrillPanelProps) {
  const grade = useCommand((_: undefined, act) => api.post(`/api/drills/${drill.id}/grade`, undefined, act), {
    refresh: ['/api/drills'],
  })
  return (
    <Panel title={drill.title} {...(drill.gradedAt ? { note: formatDateTime(drill.gradedAt) } : {})}>
      <div style={{ padding: 14 }}>
        <Stack gap={12}>
          {grade.error && <Alert level="warning" title={grade.error.title} />}
          {drill.story && <p className="lo-ink2">{drill.story}</p>}
          <Inline wrap>
            {demo && drill.stage !== 'planned' && (
              <Button kind="primary" busy={grade.busy} onClick={() => void grade.run(undefined)}>
                {t(drill.grade ? 'drills.gradeAgain' : 'drills.grade')}
              </Button>
            )}
            {drill.grade && (
              <LinkButton href={`/api/drills/${drill.id}/minutes`} icon="print">
                {t('drills.minutes')}
              </LinkButton>
            )}
          </Inline>
        </Stack>
      </div>
      {drill.grade?.checks.map((one) => (
        <Row
          key={one.check}
          title={one.title}
          detail={t(`drills.check.${one.state}`, { minutes: one.minutes, within: one.withinMinutes })}
          aside={<Points one={one} />}
        />
      ))}
    </Panel>
  )
}

function Points({ one }: { readonly one: GradedCheck }) {
  return <Chip tone={tones[one.state]}>{t('drills.points', { got: one.got, points: one.points })}</Chip>
}
