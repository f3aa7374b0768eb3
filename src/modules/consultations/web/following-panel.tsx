import { can, formatDateTime, LinkTo, Num, Panel, Row, StateChip, t } from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'

/** What came of a meeting: orders of the pad that say so, tasks of the ward. */
export function FollowingPanel({ view }: { readonly view: MeetingView }) {
  if (view.kind === 'death-review') return null
  if (view.kind === 'conference') return view.decisions.length === 0 ? null : <Decisions view={view} />
  const mayOrder = view.conducts && view.state !== 'cancelled' && can('orders.place')
  return (
    <Panel
      title={t('consultations.orders')}
      count={view.orders.length}
      actions={
        mayOrder && (
          <LinkTo to={`/stay/${view.encounterId}/orders?basedOn=${view.id}`} className="lo-link">
            {t('consultations.orders.write')}
          </LinkTo>
        )
      }
    >
      {view.orders.length === 0 && <Row title={t('consultations.orders.none')} />}
      {view.orders.map(({ id, name, type }) => (
        <Row key={id} icon={type === 'MedicationRequest' ? 'pill' : 'clipboard'} title={name} />
      ))}
    </Panel>
  )
}

function Decisions({ view }: { readonly view: MeetingView }) {
  return (
    <Panel title={t('consultations.decisions')} count={view.decisions.length}>
      {view.decisions.map(({ text, dueAt, state }) => (
        <Row
          key={`${text} ${dueAt}`}
          icon="clipboard"
          title={text}
          detail={<Num>{formatDateTime(dueAt)}</Num>}
          aside={state === 'completed' && <StateChip state="done" />}
        />
      ))}
    </Panel>
  )
}
