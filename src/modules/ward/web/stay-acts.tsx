import { useState } from 'react'
import {
  api,
  Button,
  can,
  Failure,
  Inline,
  LinkTo,
  Panel,
  ReasonDialog,
  t,
  useApi,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'
import type { StayView } from '../contract.ts'
import { NewbornDialog } from './newborn-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

const refresh = ['/api/ward', '/api/stays', '/api/patients']
type Asked = 'leave' | 'transfer' | 'withdraw' | 'cancel' | 'undo' | 'newborn'

/** Everything that can be done with the stay as it stands. */
export function StayActs({ stay }: { readonly stay: StayView }) {
  const [asked, setAsked] = useState<Asked>()
  const url = `/api/stays/${stay.encounterId}`
  const close = () => setAsked(undefined)
  const post = (path: string) => (reason: string, act: Parameters<typeof api.post>[2]) =>
    api.post(`${url}/${path}`, { reason }, act)
  return (
    <Panel title={t('ward.acts.title')} pad>
      <Inline wrap>
        <Offered stay={stay} onAsk={setAsked} />
      </Inline>
      {asked === 'leave' && (
        <ReasonDialog
          title={t('ward.acts.leave')}
          act={t('ward.acts.leave')}
          least={5}
          run={post('leave')}
          refresh={refresh}
          onClose={close}
        />
      )}
      {asked === 'withdraw' && (
        <ReasonDialog
          title={t('ward.acts.withdraw')}
          act={t('ward.acts.withdraw')}
          least={5}
          run={post('transfer/withdraw')}
          refresh={refresh}
          onClose={close}
        />
      )}
      {asked === 'cancel' && (
        <ReasonDialog
          title={t('ward.acts.cancel')}
          act={t('ward.acts.cancel')}
          least={5}
          run={post('cancel')}
          refresh={refresh}
          onClose={close}
        />
      )}
      {asked === 'undo' && (
        <ReasonDialog
          title={t('ward.acts.undo')}
          act={t('ward.acts.undo')}
          least={5}
          run={post('discharge/undo')}
          refresh={refresh}
          onClose={close}
        />
      )}
      {asked === 'transfer' && <AskTransfer stay={stay} onClose={close} />}
      {asked === 'newborn' && <NewbornDialog stay={stay} onClose={close} />}
    </Panel>
  )
}

function Offered({ stay, onAsk }: { readonly stay: StayView; readonly onAsk: (what: Asked) => void }) {
  const go = useGo()
  const isIn = stay.status === 'in-progress'
  const back = useCommand((_: true, act) => api.post(`/api/stays/${stay.encounterId}/return`, {}, act), {
    refresh,
  })
  const offers: readonly [Asked, string, boolean][] = [
    ['transfer', 'ward.transfer', isIn && !stay.transfer],
    ['withdraw', 'ward.transfer', isIn && stay.transfer !== undefined],
    ['leave', 'ward.transfer', isIn && !stay.transfer],
    ['newborn', 'ward.newborn', isIn && stay.sex === 'female' && !stay.motherStay],
    ['cancel', 'ward.admit', isIn && !stay.transfer],
    ['undo', 'ward.discharge', stay.status === 'finished' && stay.recordState === 'finished'],
  ]
  const isHere = isIn || stay.status === 'onleave'
  return (
    <>
      {isHere && can('ward.discharge') && (
        <Button kind="primary" icon="door" onClick={() => go(`/stay/${stay.encounterId}/discharge`)}>
          {t('ward.discharge.title')}
        </Button>
      )}
      {stay.status === 'onleave' && can('ward.place') && (
        <Button icon="undo" busy={back.busy} onClick={() => void back.run(true)}>
          {t('ward.patient.back')}
        </Button>
      )}
      {offers
        .filter(([, permission, fits]) => fits && can(permission))
        .map(([what]) => (
          <Button key={what} onClick={() => onAsk(what)}>
            {t(`ward.acts.${what}`)}
          </Button>
        ))}
      {stay.transfer && (
        <LinkTo to={`/encounters/${stay.encounterId}/forms`} className="lo-touch">
          {t('ward.acts.handOver')}
        </LinkTo>
      )}
      {stay.status === 'finished' && can('fills.read') && (
        <LinkTo to={`/stay/${stay.encounterId}/closing`} className="lo-touch">
          {t('ward.acts.closing')}
        </LinkTo>
      )}
      {stay.motherStay && (
        <LinkTo to={`/stay/${stay.motherStay}/overview`} className="lo-touch">
          {t('ward.acts.mother')}
        </LinkTo>
      )}
      {stay.newborns.map(({ encounterId, name }) => (
        <LinkTo key={encounterId} to={`/stay/${encounterId}/overview`} className="lo-touch">
          {t('ward.acts.child', { name })}
        </LinkTo>
      ))}
      <LinkTo to={`/ward?department=${stay.department.id}`} className="lo-touch">
        {t('ward.acts.board')}
      </LinkTo>
      {back.error && <Failure error={back.error} />}
    </>
  )
}

function AskTransfer({ stay, onClose }: { readonly stay: StayView; readonly onClose: () => void }) {
  const board = useApi<Board>('/api/ward/board', { department: stay.department.id })
  return board.data ? <TransferDialog board={board.data} patient={stay} onClose={onClose} /> : null
}
