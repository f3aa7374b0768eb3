import { formatNumber, Icon, Num, t } from '#web/kit/index.ts'

/** State of the reader, what was not asked, and how long this turn took. */
export function TurnHead({ seconds }: { readonly seconds: number | undefined }) {
  return (
    <>
      <span className="lo-dense lo-ink2 lo-inline" style={{ gap: 6 }}>
        <Icon name="scan" />
        {t('patients.reception.scannerReady')}
      </span>
      <span className="lo-dense lo-ink2">{t('patients.reception.portalNotAsked')}</span>
      {seconds !== undefined && (
        <span className="lo-dense" role="status">
          <Num>{t('patients.reception.thisTurn', { seconds: formatNumber(seconds.toFixed(1)) })}</Num>
        </span>
      )}
    </>
  )
}
