import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Chip,
  Dialog,
  Failure,
  Inline,
  Loading,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { CopyView, SetsView, SetView } from '../office-contract.ts'
import type { Pad, PadLine } from './use-pad.ts'

interface SetsProps {
  readonly encounterId: string
  readonly pad: Pad
  readonly onClose: () => void
}

const yesterday = 'yesterday'

/** Own sets, protocols, sets of the hospital and the orders of yesterday: chosen, looked at, added. */
export function SetsDialog({ encounterId, pad, onClose }: SetsProps) {
  const path = `/api/stays/${encodeURIComponent(encounterId)}/order-sets`
  const sets = useApi<SetsView>(path)
  const [code, setCode] = useState<string>()
  const [q, setQ] = useState('')
  const shown = (sets.data?.sets ?? []).filter((one) => one.name.toLowerCase().includes(q.trim().toLowerCase()))
  return (
    <Dialog open onClose={onClose} title={t('orders.sets.title')} width={720}>
      {code === undefined ? (
        <Stack gap={10}>
          <TextField label={t('orders.sets.search')} value={q} onChange={setQ} autoFocus />
          {sets.isPending && <Loading rows={6} />}
          {sets.isError && <Failure error={sets.error} retry={sets.refetch} />}
          <Button icon="copy" onClick={() => setCode(yesterday)}>
            {t('orders.sets.yesterday')}
          </Button>
          <ul className="or-sets">
            {shown.map((one) => (
              <li key={one.code}>
                <button type="button" className="or-line-name" onClick={() => setCode(one.code)}>
                  <b>{one.name}</b>
                  <span className="lo-dense lo-ink2">{one.note}</span>
                </button>
                <Chip tone={one.applies && one.origin === 'protocol' ? 'accent' : 'quiet'}>
                  {one.origin === 'protocol' && !one.applies
                    ? t('orders.sets.notHere')
                    : t(`orders.sets.${one.origin}`)}
                </Chip>
              </li>
            ))}
          </ul>
          {pad.lines.length > 0 && <KeepSet pad={pad} path={path} />}
        </Stack>
      ) : (
        <Chosen
          encounterId={encounterId}
          code={code}
          pad={pad}
          onBack={() => setCode(undefined)}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function KeepSet({ pad, path }: { readonly pad: Pad; readonly path: string }) {
  const [name, setName] = useState('')
  const keep = useCommand(
    (body: { name: string }, act) =>
      api.post(
        '/api/order-pad/sets',
        { id: uuidv7(), name: body.name, lines: pad.lines.map((one) => one.line) },
        act,
      ),
    { refresh: [path], done: () => setName('') },
  )
  const save = () => name.trim().length >= 2 && void keep.run({ name: name.trim() })
  return (
    <Stack gap={6}>
      {keep.error && <Alert level="warning" title={keep.error.title} />}
      <Inline align="end">
        <TextField label={t('orders.sets.keep')} value={name} onChange={setName} maxLength={80} onEnter={save} />
        <Button busy={keep.busy} onClick={save}>
          {t('orders.sets.keepNow')}
        </Button>
      </Inline>
    </Stack>
  )
}

interface ChosenProps extends SetsProps {
  readonly code: string
  readonly onBack: () => void
}

interface Proposed extends PadLine {
  readonly detail: string
  readonly applies: boolean
  readonly why: string
}

function useProposed(encounterId: string, code: string) {
  const stay = `/api/stays/${encodeURIComponent(encounterId)}`
  const copy = code === yesterday
  const set = useApi<SetView>(copy ? undefined : `${stay}/order-sets/${encodeURIComponent(code)}`)
  const old = useApi<CopyView>(copy ? `${stay}/orders-to-copy` : undefined)
  const asked = copy ? old : set
  const lines: Proposed[] = copy
    ? (old.data?.orders ?? []).map(({ line, kind, name, detail, goesOn }) => ({
        line,
        kind,
        name,
        detail,
        applies: !goesOn,
        why: goesOn ? t('orders.sets.goesOn') : '',
      }))
    : [...(set.data?.lines ?? [])]
  const title = copy ? t('orders.sets.yesterday') : (set.data?.name ?? '')
  return { asked, lines, title, source: set.data?.source ?? '', own: set.data?.origin === 'own' }
}

/** The lines of a set, what applies ticked; what does not says by which condition. */
function Chosen({ encounterId, code, pad, onBack, onClose }: ChosenProps) {
  const { asked, lines, title, source, own } = useProposed(encounterId, code)
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const ticked = (one: Proposed) => one.applies !== turned.has(one.line.id)
  const turn = (id: string) => {
    const next = new Set(turned)
    if (!next.delete(id)) next.add(id)
    setTurned(next)
  }
  const drop = useCommand((id: string, act) => api.delete(`/api/order-pad/sets/${id}`, act), {
    refresh: [`/api/stays/${encodeURIComponent(encounterId)}/order-sets`],
    done: onBack,
  })
  const add = () => {
    pad.add(lines.filter(ticked).map(({ line, kind, name }) => ({ line, kind, name })))
    onClose()
  }
  if (asked.isPending) return <Loading rows={6} />
  if (asked.isError) return <Failure error={asked.error} retry={asked.refetch} />
  return (
    <Stack gap={10}>
      <b>{title}</b>
      {source && <p className="lo-dense lo-ink2">{t('orders.alert.source', { source })}</p>}
      {lines.length === 0 && <p>{t('orders.sets.empty')}</p>}
      <ul className="or-sets">
        {lines.map((one) => (
          <li key={one.line.id}>
            <Checkbox
              label={
                <span>
                  {one.name} <span className="lo-dense lo-ink2">{one.detail}</span>
                  {one.why && <span className="lo-dense lo-ink2 or-why">{one.why}</span>}
                </span>
              }
              checked={ticked(one)}
              onChange={() => turn(one.line.id)}
            />
          </li>
        ))}
      </ul>
      <Inline justify="flex-end">
        {own && (
          <Button kind="danger" busy={drop.busy} onClick={() => void drop.run(code)}>
            {t('orders.sets.drop')}
          </Button>
        )}
        <Button onClick={onBack}>{t('orders.back')}</Button>
        <Button
          kind="primary"
          {...(lines.some(ticked) ? {} : { disabledBecause: t('orders.sets.empty') })}
          onClick={add}
        >
          {t('orders.sets.add', { count: lines.filter(ticked).length })}
        </Button>
      </Inline>
    </Stack>
  )
}
