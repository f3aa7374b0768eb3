import { useState } from 'react'
import { api, Button, Panel, Row, SearchPicker, t } from '#web/kit/index.ts'
import type { MergePerson } from '../contract.ts'
import { personFacts } from './person-text.ts'

interface ChooseEntryProps {
  readonly which: 'source' | 'target'
  readonly chosen: MergePerson | undefined
  readonly other: MergePerson | undefined
  readonly onChoose: (person: MergePerson | undefined) => void
}

/** One of the two entries: searched for, or chosen. */
export function ChooseEntry({ which, chosen, other, onChoose }: ChooseEntryProps) {
  const [problem, setProblem] = useState<string | undefined>(undefined)
  async function search(text: string, signal: AbortSignal): Promise<readonly MergePerson[]> {
    const found = await api.get<{ patients: readonly MergePerson[] }>('/api/patients', { q: text }, { signal })
    return found.patients.filter((one) => one.id !== other?.id)
  }
  function pick(person: MergePerson): void {
    setProblem(person.mergedInto ? t('patientMerge.alreadyMerged') : undefined)
    if (!person.mergedInto) onChoose(person)
  }
  return (
    <Panel title={t(`patientMerge.${which}`)} note={t(`patientMerge.${which}Note`)} pad={!chosen}>
      {chosen ? (
        <Row
          icon={which === 'source' ? 'archive' : 'user'}
          title={<b>{chosen.name}</b>}
          detail={personFacts(chosen)}
          aside={
            <Button size="sm" onClick={() => onChoose(undefined)}>
              {t('patientMerge.another')}
            </Button>
          }
        />
      ) : (
        <SearchPicker<MergePerson>
          label={t(`patientMerge.${which}Search`)}
          hideLabel
          placeholder={t('patientMerge.searchPlaceholder')}
          minLength={2}
          search={search}
          row={(person) => ({
            key: person.id,
            title: person.name,
            note: personFacts(person),
            muted: person.mergedInto !== undefined,
          })}
          onPick={pick}
          error={problem}
        />
      )}
    </Panel>
  )
}
