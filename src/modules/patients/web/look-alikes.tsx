import { Alert, Button, Chip, Inline, Row, t } from '#web/kit/index.ts'
import type { Duplicate } from '../contract.ts'
import { patientRow } from './card-area.tsx'

interface LookAlikesProps {
  readonly found: readonly Duplicate[]
  readonly onUse: (patientId: string) => void
  readonly onAnother: () => void
}

/** Entries that may be the same person, each with its reasons; a person decides. */
export function LookAlikes({ found, onUse, onAnother }: LookAlikesProps) {
  return (
    <Alert
      level="warning"
      title={t('patients.form.lookAlikes')}
      action={
        <Button size="sm" onClick={onAnother}>
          {t('patients.form.isAnother')}
        </Button>
      }
    >
      {found.map((one) => (
        <Row
          key={one.patient.id}
          icon="user"
          title={<b>{one.patient.name}</b>}
          detail={
            <>
              {patientRow(one.patient).note}
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
            <Button size="sm" onClick={() => onUse(one.patient.id)}>
              {t('patients.form.useThis')}
            </Button>
          }
        />
      ))}
    </Alert>
  )
}
