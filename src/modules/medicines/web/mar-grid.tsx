import { Button, Chip, formatNumber, formatShortDay, formatWeekday, Icon, t } from '#web/kit/index.ts'
import type { CellView, DoseView, MedicinesView, OrderView } from '../contract.ts'
import { DoseCell } from './dose-cell.tsx'
import { isOpenCell, type Pick } from './round.ts'
import { amountOf, clock, howOf, initials, said } from './words.ts'

interface MarGridProps {
  readonly view: MedicinesView
  readonly picks: readonly Pick[]
  readonly onCell: (order: OrderView, cell: CellView) => void
  readonly onNeeded: (order: OrderView) => void
  readonly onDose: (order: OrderView, dose: DoseView) => void
}

const hourOf = (cell: CellView) => cell.dueAt.slice(11, 16)

/** The hours of the day at which anything is due. */
function hoursOf(view: MedicinesView): readonly string[] {
  return [...new Set(view.orders.flatMap((order) => order.cells.map(hourOf)))].sort()
}

/** The column of this hour: the first with something to do, else the next to come. */
function nowHour(view: MedicinesView): string | undefined {
  const due = view.orders.flatMap((order) => order.cells.filter((cell) => cell.state === 'due').map(hourOf)).sort()
  return due[0] ?? hoursOf(view).find((hour) => `${view.day}T${hour}` >= view.now.slice(0, 16))
}

/** The chart of a day: a row for each order, a column for each hour; on a phone each order is a block. */
export function MarGrid(props: MarGridProps) {
  const { view } = props
  const hours = hoursOf(view)
  const now = nowHour(view)
  const regular = view.orders.filter((order) => order.timing !== 'needed')
  const needed = view.orders.filter((order) => order.timing === 'needed')
  return (
    <div className="mar-wrap">
      <table className="mar">
        <caption className="lo-hidden">{t('medicines.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{`${formatWeekday(view.day)} ${formatShortDay(view.day)}`}</th>
            {hours.map((hour) => (
              <th key={hour} scope="col" data-now={hour === now || undefined}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {regular.map((order) => (
            <OrderRow key={order.requestId} {...props} order={order} hours={hours} now={now} />
          ))}
          {needed.length > 0 && (
            <tr className="mar-group">
              <th scope="colgroup" colSpan={hours.length + 1}>
                {t('medicines.needed.group')}
              </th>
            </tr>
          )}
          {needed.map((order) => (
            <NeededRow key={order.requestId} {...props} order={order} span={Math.max(1, hours.length)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface OrderRowProps extends MarGridProps {
  readonly order: OrderView
  readonly hours: readonly string[]
  readonly now: string | undefined
}

function OrderRow({ order, hours, now, picks, onCell, onDose }: OrderRowProps) {
  const picked = picks.find((pick) => pick.order.requestId === order.requestId)
  return (
    <tr data-ended={order.status !== 'active' || undefined}>
      <OrderHead order={order} onDose={onDose} />
      {hours.map((hour) => {
        const cells = order.cells.filter((cell) => hourOf(cell) === hour)
        return (
          <td key={hour} data-now={hour === now || undefined} data-empty={cells.length === 0 || undefined}>
            {cells.map((cell) => (
              <DoseCell
                key={cell.dueAt}
                order={order}
                cell={cell}
                picked={picked?.cell?.dueAt === cell.dueAt && isOpenCell(cell)}
                onPress={() => onCell(order, cell)}
              />
            ))}
          </td>
        )
      })}
    </tr>
  )
}

interface HeadProps {
  readonly order: OrderView
  readonly onDose: MarGridProps['onDose']
}

/** The name of the medicine with all that must be known before it is given. */
function OrderHead({ order, onDose }: HeadProps) {
  return (
    <th scope="row">
      <div className="mar-name">{order.name}</div>
      <div className="mar-how">{howOf(order)}</div>
      <div className="mar-marks">
        {order.highAlert.length > 0 && (
          <Chip tone="warn" icon="warning">
            {order.highAlert.map(said).join(', ')}
          </Chip>
        )}
        {order.controlled && <Chip tone="plum">{t('medicines.controlled')}</Chip>}
        {order.twoPersons && (
          <Chip tone="outline" icon="users">
            {t('medicines.two')}
          </Chip>
        )}
        {order.own && <Chip tone="quiet">{t('medicines.own')}</Chip>}
        {order.antibioticDay !== undefined && (
          <Chip tone="accent">{t('medicines.antibioticDay', { day: order.antibioticDay })}</Chip>
        )}
        {order.beforeAt && <Chip tone="warn">{t('medicines.beforeAt', { at: clock(order.beforeAt) })}</Chip>}
        {order.status !== 'active' && <Chip tone="quiet">{t(`medicines.order.${order.status}`)}</Chip>}
      </div>
      <OtherDoses order={order} onDose={onDose} />
    </th>
  )
}

/** Doses that stand at no hour of the day: struck out, or of yesterday's hour. */
function OtherDoses({ order, onDose }: HeadProps) {
  if (order.timing === 'needed') return null
  return order.others.map((dose) => (
    <button key={dose.id} type="button" className="mar-other" onClick={() => onDose(order, dose)}>
      {dose.withdrawn ? (
        <>
          <s>{`${clock(dose.at)} ${initials(dose.by)}`}</s> {dose.withdrawn.reason}
        </>
      ) : (
        `${clock(dose.at)} ${initials(dose.by)}`
      )}
    </button>
  ))
}

interface NeededRowProps extends MarGridProps {
  readonly order: OrderView
  readonly span: number
}

function NeededRow({ order, span, picks, view, onNeeded, onDose }: NeededRowProps) {
  const { needed } = order
  const picked = picks.some((pick) => pick.order.requestId === order.requestId)
  const asleep = needed?.from ? t('medicines.needed.from', { at: clock(needed.from) }) : undefined
  return (
    <tr data-ended={order.status !== 'active' || undefined}>
      <OrderHead order={order} onDose={onDose} />
      <td colSpan={span} className="mar-needed">
        <div>
          <p>
            {needed?.reason}
            {needed?.lastAt && ` · ${t('medicines.needed.last', { at: clock(needed.lastAt) })}`}
            {needed?.most &&
              ` · ${t(needed.mostOf === 'doses' ? 'medicines.needed.mostDoses' : 'medicines.needed.most', {
                most: formatNumber(needed.most),
                used: formatNumber(needed.used),
                unit: order.doseUnit ?? order.unit,
                hours: needed.mostHours ?? 24,
              })}`}
          </p>
          {order.others.map((dose) => (
            <NeededDose key={dose.id} dose={dose} onOpen={() => onDose(order, dose)} />
          ))}
          {view.open && order.status === 'active' && (
            <Button
              pressed={picked}
              disabledBecause={asleep}
              icon={picked ? 'check' : 'pill'}
              onClick={() => onNeeded(order)}
            >
              {t('medicines.needed.give', { amount: amountOf(order) })}
            </Button>
          )}
        </div>
      </td>
    </tr>
  )
}

function NeededDose({ dose, onOpen }: { readonly dose: DoseView; readonly onOpen: () => void }) {
  const { effect } = dose
  const words = effect?.after
    ? t('medicines.effect.seen', { before: formatNumber(effect.before ?? '–'), after: formatNumber(effect.after) })
    : effect && t('medicines.effect.due', { at: clock(effect.dueAt) })
  return (
    <button type="button" className="mar-cell" data-state={dose.withdrawn ? 'refused' : 'given'} onClick={onOpen}>
      <b>
        <Icon name={dose.withdrawn ? 'close' : 'check'} size={14} />{' '}
        {dose.withdrawn ? <s>{clock(dose.at)}</s> : clock(dose.at)}
      </b>
      <span>{dose.withdrawn?.reason ?? words ?? initials(dose.by)}</span>
    </button>
  )
}
