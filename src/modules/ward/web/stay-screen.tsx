import { Columns, formatDateTime, Page, Panel, Row, StayFrame, t, useApi, useParams } from '#web/kit/index.ts'
import type { StayView } from '../contract.ts'
import { StayActs } from './stay-acts.tsx'

/** Where the patient lay, what happened to the stay, and what can be done with it. */
export default function StayScreen() {
  const { id = '' } = useParams()
  return (
    <StayFrame encounterId={id} tab="overview">
      <Page>
        <StayBody encounterId={id} />
      </Page>
    </StayFrame>
  )
}

function StayBody({ encounterId }: { readonly encounterId: string }) {
  const stay = useApi<StayView>(`/api/stays/${encounterId}`).data
  if (!stay) return null
  return (
    <Columns
      main={
        <Panel title={t('ward.stay.events')} count={stay.events.length}>
          {[...stay.events].reverse().map((one) => (
            <Row
              key={`${one.kind} ${one.at}`}
              title={[t(`ward.event.${one.kind}`), one.to].filter(Boolean).join(' · ')}
              detail={[one.who, one.reason].filter(Boolean).join(' · ')}
              aside={formatDateTime(one.at)}
            />
          ))}
        </Panel>
      }
      side={
        <>
          <StayActs stay={stay} />
          <Panel title={t('ward.stay.places')} count={stay.places.length}>
            {[...stay.places].reverse().map((one) => (
              <Row
                key={one.from}
                title={one.name}
                detail={`${formatDateTime(one.from)} – ${one.to ? formatDateTime(one.to) : t('ward.stay.now')}`}
              />
            ))}
          </Panel>
        </>
      }
      sideWidth={380}
    />
  )
}
