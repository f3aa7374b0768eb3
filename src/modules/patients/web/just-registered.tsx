import {
  api,
  Empty,
  Failure,
  formatTime,
  IconButton,
  Loading,
  Num,
  Panel,
  Row,
  t,
  useApi,
} from '#web/kit/index.ts'
import { printTicket } from './print-ticket.ts'
import { type QueueAnswer, shortRoom, type Ticket } from './visit-desk.ts'

/** The last who were checked in today, newest first; each ticket can be printed again. */
export function JustRegistered() {
  const queue = useApi<QueueAnswer>('/api/queue', {}, { refreshSeconds: 60 })
  const last = [...(queue.data?.entries ?? [])].sort((a, b) => b.arrivedAt.localeCompare(a.arrivedAt)).slice(0, 8)
  const again = async (encounterId: string) =>
    printTicket(await api.get<Ticket>(`/api/queue/${encounterId}/ticket`))
  return (
    <Panel
      title={t('patients.reception.justNow')}
      actions={
        queue.data && (
          <span className="lo-dense lo-ink2">
            <Num>{t('patients.reception.today', { count: queue.data.total })}</Num>
          </span>
        )
      }
    >
      {queue.isPending && <Loading rows={4} />}
      {queue.isError && <Failure error={queue.error} retry={queue.refetch} />}
      {queue.data && last.length === 0 && <Empty>{t('patients.reception.justNowEmpty')}</Empty>}
      {last.map((entry) => (
        <Row
          key={entry.encounterId}
          lead={<Num>{entry.number}</Num>}
          title={entry.name}
          detail={
            <Num>
              {[
                formatTime(entry.arrivedAt),
                shortRoom(entry.roomName),
                entry.priority && t(`encounters.priority.${entry.priority}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Num>
          }
          aside={
            <IconButton
              icon="print"
              label={t('patients.reception.printAgain')}
              onClick={() => void again(entry.encounterId)}
            />
          }
        />
      ))}
    </Panel>
  )
}
