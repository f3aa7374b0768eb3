import { formatDateTime, formatDay, Row, t } from '#web/kit/index.ts'
import type { RequestView } from '../contract.ts'

/** What was handed out by a request and what of paper is lent. */
export function RequestFacts({ request }: { readonly request: RequestView }) {
  return (
    <>
      {request.copies.map((one) => (
        <Row
          key={one.at}
          icon="document"
          title={t('requests.copyLine', { name: one.by, time: formatDateTime(one.at), papers: one.papers })}
          detail={<span className="lo-num lo-ink3">{one.sha256.slice(0, 16)}</span>}
        />
      ))}
      {request.loans.map((one) => (
        <Row
          key={one.id}
          icon="folder"
          tone={one.late ? 'warn' : undefined}
          title={t('requests.lentLine', { time: formatDateTime(one.lentAt), due: formatDay(one.dueOn) })}
          detail={
            one.returnedAt
              ? t('requests.returnedLine', {
                  time: formatDateTime(one.returnedAt),
                  name: one.returnedTo ?? '',
                  state: one.stateOfIt ?? '',
                })
              : one.late && t('requests.late')
          }
        />
      ))}
    </>
  )
}
