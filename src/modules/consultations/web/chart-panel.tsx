import { Alert, can, formatDateTime, KeyValue, LinkTo, Num, Panel, Stack, t } from '#web/kit/index.ts'
import type { ChartFacts, MeetingView } from '../contract.ts'

const lines = (texts: readonly string[]) =>
  texts.length === 0 ? (
    t('consultations.chart.none')
  ) : (
    <Stack gap={2}>
      {texts.map((one) => (
        <span key={one}>{one}</span>
      ))}
    </Stack>
  )

/** The chart for those who meet; who is invited from elsewhere reads it here as long as the meeting lasts. */
export function ChartPanel({ view }: { readonly view: MeetingView }) {
  const { chart } = view
  if (!chart)
    return view.chartClosedAt ? (
      <Alert level="note" title={t('consultations.chart.closed', { at: formatDateTime(view.chartClosedAt) })} />
    ) : null
  const byInvitation = !can('rounds.read')
  return (
    <Panel
      title={t('consultations.chart')}
      pad
      {...(byInvitation ? { note: t('consultations.chart.forMeeting') } : {})}
      actions={
        !byInvitation && (
          <LinkTo to={`/stay/${view.encounterId}/round`} className="lo-link">
            {t('consultations.chart.open')}
          </LinkTo>
        )
      }
    >
      <Facts chart={chart} />
    </Panel>
  )
}

function Facts({ chart }: { readonly chart: ChartFacts }) {
  return (
    <KeyValue
      items={[
        { label: t('consultations.chart.diagnosis'), value: chart.diagnosis ?? t('consultations.chart.none') },
        { label: t('consultations.chart.reason'), value: chart.reason || t('consultations.chart.none') },
        { label: t('consultations.chart.vitals'), value: <Num>{chart.vitals || '–'}</Num> },
        { label: t('consultations.chart.results'), value: lines(chart.results) },
        { label: t('consultations.chart.medicines'), value: lines(chart.medicines) },
        {
          label: t('consultations.chart.course'),
          value:
            chart.course.length === 0 ? (
              t('consultations.chart.none')
            ) : (
              <Stack gap={6}>
                {chart.course.toReversed().map(({ at, doctor, text }) => (
                  <span key={`${at} ${doctor}`}>
                    <b className="lo-num">{formatDateTime(at)}</b> <span className="lo-ink2">{doctor}</span>
                    <br />
                    {text}
                  </span>
                ))}
              </Stack>
            ),
        },
      ]}
    />
  )
}
