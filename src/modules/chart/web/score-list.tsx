import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { useState } from 'react'
import { scoreForm, withScoreAnswers } from '#fhir/score-questionnaire.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { allScores, type Score, type ScoreAnswers, suitsAge } from '#kernel/score/index.ts'
import { Alert, api, Button, can, Dialog, Inline, language, notify, Panel, t, useCommand } from '#web/kit/index.ts'
import { ScoreSheet } from '#web/kit/score/score-sheet.tsx'

interface ScoreListProps {
  readonly ageDays?: number
  /** The open visit; a score belongs to one. */
  readonly encounterId?: string
  readonly measuresPath: string
}

/** What of a fill the chart needs; the forms module answers more. */
interface Fill {
  readonly id: string
  readonly version: number
  readonly response: QuestionnaireResponse
}

interface Done {
  readonly fillId: string
  readonly score: Score
  readonly answers: ScoreAnswers
  readonly encounterId: string
}

/** Begins the form of the score, writes the answers into it and completes it. */
async function saveScore({ fillId, score, answers, encounterId }: Done, act: Parameters<typeof api.post>[2]) {
  const body = { id: fillId, form: scoreForm(score.code), encounterId }
  const fill = await api.post<Fill>('/api/fills', body, act)
  const response = withScoreAnswers(fill.response, score, answers)
  return api.post(`/api/fills/${fillId}/complete`, { version: fill.version, response })
}

/** The scores that suit the patient's age, each a button that opens its sheet. */
export function ScoreList({ ageDays, encounterId, measuresPath }: ScoreListProps) {
  const [open, setOpen] = useState<{ readonly score: Score; readonly fillId: string }>()
  const save = useCommand(saveScore, {
    refresh: [measuresPath, '/api/fills'],
    done: () => {
      notify(t('scores.saved'))
      setOpen(undefined)
    },
  })
  const why = encounterId === undefined ? t('scores.noVisit') : can('forms.fill') ? undefined : t('scores.mayNot')
  const suiting = allScores.filter(({ age }) => suitsAge(age, ageDays))
  return (
    <Panel title={t('scores.make')} pad>
      <Inline wrap>
        {suiting.map((score) => (
          <Button
            key={score.code}
            disabledBecause={why}
            onClick={() => {
              save.clear()
              setOpen({ score, fillId: uuidv7() })
            }}
          >
            {score.title[language()]}
          </Button>
        ))}
      </Inline>
      {open && encounterId && (
        <Dialog open onClose={() => setOpen(undefined)} title={open.score.title[language()]} width={720}>
          {save.error && <Alert level="warning" title={save.error.title} />}
          <ScoreSheet
            score={open.score}
            busy={save.busy}
            onSave={(answers) => void save.run({ ...open, answers, encounterId })}
          />
        </Dialog>
      )}
    </Panel>
  )
}
