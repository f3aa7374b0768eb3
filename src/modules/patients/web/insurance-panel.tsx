import { Chip, Choice, Facts, formatDay, Inline, Num, Panel, t } from '#web/kit/index.ts'
import type { Insurance, PatientView } from '../contract.ts'

interface InsurancePanelProps {
  readonly view: PatientView
  readonly payer: 'bhyt' | 'self' | undefined
  readonly onPayer: (payer: 'bhyt' | 'self') => void
}

/** The card as printed. No portal was asked, and the panel says so. */
export function InsurancePanel({ view, payer, onPayer }: InsurancePanelProps) {
  const { insurance } = view
  const chosen = payer ?? usualPayer(insurance)
  return (
    <Panel
      title={t('patients.reception.insurance')}
      note={
        <Inline gap={8} wrap>
          {insurance && <Validity insurance={insurance} />}
          <span className="lo-dense lo-ink2">{t('patients.reception.portalNotAsked')}</span>
        </Inline>
      }
      actions={
        <Choice
          label={t('patients.reception.payer')}
          hideLabel
          value={chosen}
          onChange={onPayer}
          options={[
            { value: 'bhyt', label: t('patients.reception.payer.bhyt') },
            { value: 'self', label: t('patients.reception.payer.self') },
          ]}
        />
      }
      pad
    >
      {insurance ? (
        <CardFacts insurance={insurance} />
      ) : (
        <span className="lo-ink2">{t('patients.reception.insurance.none')}</span>
      )}
    </Panel>
  )
}

/** Who pays when nobody chose: the fund while the card's dates hold. */
export function usualPayer(insurance: Insurance | undefined): 'bhyt' | 'self' {
  return insurance && insurance.validity !== 'expired' ? 'bhyt' : 'self'
}

function Validity({ insurance }: { readonly insurance: Insurance }) {
  const { validity, to } = insurance
  if (validity === 'valid')
    return (
      <Chip tone="ok" icon="shield">
        {t('patients.reception.insurance.valid')}
      </Chip>
    )
  if (validity === 'expired')
    return (
      <Chip tone="warn" icon="warning">
        {t('patients.reception.insurance.expired', { date: formatDay(to) })}
      </Chip>
    )
  return <Chip tone="quiet">{t(`patients.reception.insurance.${validity}`)}</Chip>
}

/** `GD4010000000101` as it stands on the card: `GD 4 01 0000000101`. */
function groupCard(number: string): string {
  return number.replace(/^([A-Z]{2})(\d)(\d{2})(\d{10})$/, '$1 $2 $3 $4')
}

function CardFacts({ insurance }: { readonly insurance: Insurance }) {
  return (
    <Facts
      items={[
        { label: t('patients.reception.insurance.number'), value: <Num>{groupCard(insurance.number)}</Num> },
        {
          label: t('patients.reception.insurance.to'),
          value: <Num>{insurance.to ? formatDay(insurance.to) : t('patients.reception.insurance.open')}</Num>,
        },
        { label: t('patients.reception.insurance.facility'), value: insurance.facility ?? '–' },
        {
          label: t('patients.reception.insurance.share'),
          value: <Num>{insurance.share === undefined ? '–' : `${insurance.share} %`}</Num>,
          ...(insurance.share === undefined ? {} : { note: t('patients.reception.insurance.shareNote') }),
        },
      ]}
    />
  )
}
