import { useState } from 'react'
import { allFormulas, type FormulaSubject, suitsAge } from '#kernel/score/index.ts'
import { Button, Dialog, Inline, language, Panel, t } from '#web/kit/index.ts'
import { FormulaSheet } from '#web/kit/score/formula-sheet.tsx'
import { PregnancySheet } from '#web/kit/score/pregnancy-sheet.tsx'

interface FormulaListProps {
  readonly subject: FormulaSubject
  readonly known: Readonly<Record<string, string>>
}

const pregnancy = 'pregnancy'

/** Numbers worked out on the spot, with what the chart knows filled in. */
export function FormulaList({ subject, known }: FormulaListProps) {
  const [open, setOpen] = useState<string>()
  const suiting = allFormulas.filter(({ age }) => suitsAge(age, subject.ageDays))
  const sheet = suiting.find(({ code }) => code === open)
  return (
    <Panel title={t('scores.compute')} pad>
      <Inline wrap>
        {suiting.map(({ code, title }) => (
          <Button key={code} onClick={() => setOpen(code)}>
            {title[language()]}
          </Button>
        ))}
        {subject.sex !== 'male' && <Button onClick={() => setOpen(pregnancy)}>{t('scores.pregnancy')}</Button>}
      </Inline>
      {sheet && (
        <Dialog open onClose={() => setOpen(undefined)} title={sheet.title[language()]}>
          <FormulaSheet sheet={sheet} subject={subject} known={known} />
        </Dialog>
      )}
      {open === pregnancy && (
        <Dialog open onClose={() => setOpen(undefined)} title={t('scores.pregnancy')}>
          <PregnancySheet />
        </Dialog>
      )}
    </Panel>
  )
}
