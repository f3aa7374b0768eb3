import { Button, Chip, Panel, Row, t } from '#web/kit/index.ts'
import type { CardAnswer, CardMatch } from '../contract.ts'
import { patientRow } from './card-area.tsx'

interface FoundListProps {
  readonly card: CardAnswer
  readonly onPick: (match: CardMatch) => void
  readonly onNew: () => void
}

/** None or several entries for a card: a person chooses, or makes a new one. */
export function FoundList({ card, onPick, onNew }: FoundListProps) {
  const none = card.matches.length === 0
  return (
    <Panel
      title={
        none
          ? t('patients.reception.noMatch')
          : t('patients.reception.manyMatches', { count: card.matches.length })
      }
      actions={
        <Button size="sm" icon="plus" onClick={onNew}>
          {t('patients.reception.new')}
        </Button>
      }
    >
      {none && <Row icon="user" title={t('patients.reception.noMatchNote')} onOpen={onNew} />}
      {card.matches.map((match) => (
        <Row
          key={match.patient.id}
          icon="user"
          title={<b>{match.patient.name}</b>}
          detail={patientRow(match.patient).note}
          aside={match.agrees.length > 0 && <Agreement match={match} />}
          onOpen={() => onPick(match)}
        />
      ))}
    </Panel>
  )
}

const facts = (names: readonly string[]) => names.map((name) => t(`patients.reception.fact.${name}`)).join(', ')

/** What agrees in green, what differs in amber; both in words. */
export function Agreement({ match }: { readonly match: CardMatch }) {
  const differs = match.differs.filter((name) => name !== 'address')
  return (
    <>
      <Chip tone="ok" icon="check">
        {t('patients.reception.agrees', { what: facts(match.agrees) })}
      </Chip>
      {differs.length > 0 && (
        <Chip tone="warn" icon="warning">
          {t('patients.reception.differs', { what: facts(differs) })}
        </Chip>
      )}
    </>
  )
}
