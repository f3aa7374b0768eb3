import { useState } from 'react'
import { evaluateScore, missingItems, type Score, type ScoreAnswers } from '#kernel/score/index.ts'
import { Button } from '../fields/button.tsx'
import { Choice } from '../fields/choice.tsx'
import { Stack } from '../layout/layout.tsx'
import { Alert } from '../states/states.tsx'
import { language, t } from '../text/translate.ts'

export interface ScoreSheetProps {
  readonly score: Score
  readonly busy?: boolean
  readonly onSave: (answers: ScoreAnswers) => void
}

const levels = { low: 'note', medium: 'warning', high: 'stop' } as const

/** Items of which only one may be true, when more are. */
function clashOf({ exclusive = [], items }: Score, answers: ScoreAnswers): readonly string[] {
  const isTrue = (id: string) => (answers[id] ?? '0') !== '0'
  const clash = exclusive.find((group) => group.filter(isTrue).length > 1) ?? []
  return items.filter(({ id }) => clash.includes(id)).map(({ text }) => text[language()])
}

function Outcome({ score, answers }: { readonly score: Score; readonly answers: ScoreAnswers }) {
  const left = missingItems(score, answers).length
  if (left > 0) return <p className="lo-ink2">{t('scores.left', { count: left })}</p>
  const clash = clashOf(score, answers)
  if (clash.length > 0) return <Alert level="warning" title={t('scores.clash', { items: clash.join(', ') })} />
  const { total, band, red } = evaluateScore(score, answers)
  const action = band.action?.[language()]
  return (
    <Alert
      level={red ? 'stop' : levels[band.level]}
      title={t('scores.total', { total, meaning: band.meaning[language()] })}
    >
      {[...(red ? [t('scores.red')] : []), ...(action ? [action] : [])].join(' ')}
    </Alert>
  )
}

/** A score item by item; its total and what it asks for stand below as soon as all is answered. */
export function ScoreSheet({ score, busy = false, onSave }: ScoreSheetProps) {
  const [answers, setAnswers] = useState<ScoreAnswers>({})
  const isWhole = missingItems(score, answers).length === 0 && clashOf(score, answers).length === 0
  return (
    <Stack>
      {score.items.map((item) => (
        <Choice
          key={item.id}
          label={item.text[language()]}
          value={answers[item.id]}
          onChange={(code) => setAnswers({ ...answers, [item.id]: code })}
          options={item.options.map(({ code, text, points }) => ({
            value: code,
            label: `${text[language()]} (${points})`,
          }))}
        />
      ))}
      <Outcome score={score} answers={answers} />
      <p className="lo-dense lo-ink3">{score.source}</p>
      <Button
        kind="primary"
        icon="check"
        busy={busy}
        disabledBecause={isWhole ? undefined : t('scores.incomplete')}
        onClick={() => onSave(answers)}
      >
        {t('scores.save')}
      </Button>
    </Stack>
  )
}
