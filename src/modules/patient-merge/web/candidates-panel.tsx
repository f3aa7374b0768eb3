import { Button, Chip, Empty, Failure, Inline, Loading, Panel, Row, t, useApi } from '#web/kit/index.ts'
import type { MergeCandidates, MergePerson } from '../contract.ts'
import { personFacts } from './person-text.ts'

interface CandidatesPanelProps {
  readonly of: MergePerson
  readonly onPick: (person: MergePerson) => void
}

/** Entries that may be the same person as the chosen one, each with what agrees; a person decides. */
export function CandidatesPanel({ of, onPick }: CandidatesPanelProps) {
  const found = useApi<MergeCandidates>('/api/patient-merges/candidates', { patient: of.id })
  return (
    <Panel title={t('patientMerge.candidates', { name: of.name })}>
      {found.isPending && <Loading rows={3} />}
      {found.isError && <Failure error={found.error} retry={found.refetch} />}
      {found.data?.candidates.length === 0 && <Empty>{t('patientMerge.noCandidates')}</Empty>}
      {found.data?.candidates.map((one) => (
        <Row
          key={one.patient.id}
          icon="user"
          title={<b>{one.patient.name}</b>}
          detail={
            <>
              {personFacts(one.patient)}
              <Inline gap={6} wrap>
                {one.reasons.map((reason) => (
                  <Chip key={reason} tone={reason === 'sexDiffers' ? 'quiet' : 'warn'}>
                    {t(`patients.duplicate.${reason}`)}
                  </Chip>
                ))}
              </Inline>
            </>
          }
          aside={
            <Button size="sm" onClick={() => onPick(one.patient)}>
              {t('patientMerge.compare')}
            </Button>
          }
        />
      ))}
    </Panel>
  )
}
