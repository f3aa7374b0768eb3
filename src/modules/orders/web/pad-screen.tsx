import './orders.css'
import { useRef, useState } from 'react'
import {
  Alert,
  api,
  Button,
  Columns,
  DoseWatch,
  DraftState,
  Icon,
  IconButton,
  LinkTo,
  Page,
  Panel,
  SearchPicker,
  StayFrame,
  t,
  useCommand,
  useParams,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { PadItem } from '../office-contract.ts'
import { LineEditor } from './line-editor.tsx'
import { AlertBox, CheckBasis, Uncovered } from './pad-alerts.tsx'
import { SetsDialog } from './sets-dialog.tsx'
import { StandingOrders } from './standing-orders.tsx'
import { lineOf, type Pad, type PadLine, usePad } from './use-pad.ts'
import { VerbalFields, verbalReady } from './verbal-fields.tsx'
import { kindIcon, lineDetail } from './words.ts'

const search = async (text: string) =>
  (await api.get<{ items: PadItem[] }>('/api/order-pad/search', { q: text })).items

/** Orders of a stay: one box to write them, and what stands. */
export default function PadScreen() {
  const { encounterId = '' } = useParams()
  return (
    <StayFrame encounterId={encounterId} tab="orders">
      <PadBody encounterId={encounterId} />
    </StayFrame>
  )
}

function PadBody({ encounterId }: { readonly encounterId: string }) {
  const [basedOn] = useSearchParam('basedOn')
  const pad = usePad(encounterId, basedOn)
  return (
    <Page>
      <Columns
        sideWidth={460}
        main={
          <>
            <DoseWatch encounterId={encounterId} />
            <StandingOrders encounterId={encounterId} pad={pad} />
          </>
        }
        side={<PadPanel encounterId={encounterId} pad={pad} />}
      />
    </Page>
  )
}

function PadPanel({ encounterId, pad }: { readonly encounterId: string; readonly pad: Pad }) {
  const box = useRef<HTMLInputElement>(null)
  const [sets, setSets] = useState(false)
  const backToSearch = () => {
    pad.edit(undefined)
    box.current?.focus()
  }
  useShortcuts([
    { keys: 'mod+enter', label: t('orders.pad.place'), run: pad.place },
    { keys: '/', label: t('orders.pad.search'), run: () => box.current?.focus() },
    { keys: 'alt+b', label: t('orders.pad.sets'), run: () => setSets(true) },
  ])
  return (
    <Panel
      title={pad.replaces ? t('orders.pad.changing', { name: pad.replaces.order.name }) : t('orders.pad.title')}
      count={pad.lines.length}
      pad
      actions={
        <>
          <DraftState draft={pad.draft} />
          <Button size="sm" icon="list" keyHint="Alt B" onClick={() => setSets(true)}>
            {t('orders.pad.sets')}
          </Button>
        </>
      }
      footer={<PadFooter pad={pad} />}
    >
      <div className="or-pad">
        {pad.basedOn && (
          <Alert
            level="note"
            title={t('orders.pad.following')}
            action={<LinkTo to={`/consultations/${pad.basedOn}`}>{t('orders.pad.followed')}</LinkTo>}
          />
        )}
        <SearchPicker<PadItem>
          label={t('orders.pad.search')}
          hideLabel
          placeholder={t('orders.pad.placeholder')}
          search={search}
          minLength={0}
          eager
          autoFocus
          inputRef={box}
          row={(item) => ({
            key: `${item.kind}|${item.code}`,
            title: item.name,
            note: [t(`orders.kind.${item.kind}`), item.note].filter(Boolean).join(' · '),
            ...(item.favourite ? { aside: <Icon name="star" /> } : {}),
          })}
          onPick={(item) => pad.add([lineOf(item)])}
        />
        {pad.error && <Alert level="warning" title={pad.error.title} />}
        <ol className="or-lines">
          {pad.lines.map((one) => (
            <PadRow key={one.line.id} one={one} pad={pad} onDone={backToSearch} />
          ))}
        </ol>
        <Uncovered pad={pad} />
        <CheckBasis pad={pad} />
        {pad.lines.length > 0 && <VerbalFields pad={pad} />}
      </div>
      {sets && <SetsDialog encounterId={encounterId} pad={pad} onClose={() => setSets(false)} />}
    </Panel>
  )
}

function PadFooter({ pad }: { readonly pad: Pad }) {
  const because =
    pad.lines.length === 0
      ? t('orders.pad.nothing')
      : pad.held.length > 0
        ? t('orders.pad.held', { count: pad.held.length })
        : verbalReady(pad)
          ? undefined
          : t('orders.verbal.incomplete')
  return (
    <div className="or-footer">
      {(pad.lines.length > 0 || pad.replaces) && <Button onClick={pad.reset}>{t('orders.pad.clear')}</Button>}
      <Button
        kind="primary"
        icon="check"
        keyHint="Ctrl Enter"
        busy={pad.busy}
        {...(because ? { disabledBecause: because } : {})}
        onClick={pad.place}
      >
        {t('orders.pad.place')}
      </Button>
    </div>
  )
}

interface RowProps {
  readonly one: PadLine
  readonly pad: Pad
  readonly onDone: () => void
}

function PadRow({ one, pad, onDone }: RowProps) {
  const { id } = one.line
  const open = pad.editing === id
  const alerts = (pad.checked?.alerts ?? []).filter((alert) => alert.lineId === id)
  return (
    <li className="or-line">
      <div className="or-line-head">
        <Icon name={kindIcon(one.kind)} />
        <button
          type="button"
          className="or-line-name"
          aria-expanded={open}
          onClick={() => pad.edit(open ? undefined : id)}
        >
          <b>{one.name}</b>
          <span className="lo-dense lo-ink2">{lineDetail(one)}</span>
        </button>
        <Favourite one={one} />
        <IconButton icon="trash" label={t('orders.pad.remove')} onClick={() => pad.remove(id)} />
      </div>
      {open && <LineEditor line={one} onChange={(line) => pad.change(id, line)} onDone={onDone} />}
      {alerts.map((alert) => (
        <AlertBox key={alert.key} alert={alert} pad={pad} />
      ))}
    </li>
  )
}

/** Kept with the doctor's favourites: found first, and shown before anything is typed. */
function Favourite({ one }: { readonly one: PadLine }) {
  const [on, setOn] = useState(one.favourite ?? false)
  const code = one.line.kind === 'drug' ? one.line.drugCode : one.line.code
  const keep = useCommand((wanted: boolean, act) =>
    api.post('/api/order-pad/favourites', { kind: one.kind, code, on: wanted }, act).then(() => setOn(wanted)),
  )
  return (
    <IconButton
      icon={on ? 'check' : 'star'}
      label={t(on ? 'orders.pad.favourite' : 'orders.pad.makeFavourite')}
      onClick={() => void keep.run(!on)}
    />
  )
}
