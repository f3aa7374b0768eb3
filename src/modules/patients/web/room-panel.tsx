import { useEffect, useRef } from 'react'
import {
  ChoiceCards,
  Empty,
  Failure,
  Kbd,
  Loading,
  Num,
  Panel,
  SelectField,
  TextField,
  t,
  useApi,
  useSettled,
  useShortcuts,
} from '#web/kit/index.ts'
import type { useTurn } from './use-turn.ts'
import { type Room, type RoomsAnswer, shortRoom } from './visit-desk.ts'

export function useRooms(reason: string) {
  return useApi<RoomsAnswer>(
    '/api/rooms',
    { reason: useSettled(reason.trim(), 200) },
    { keepPrevious: true, refreshSeconds: 60 },
  )
}

/** Rooms by the reason for the visit, with who waits and how long. */
export function RoomPanel({
  desk,
  onIssue,
  asList = false,
}: {
  readonly desk: ReturnType<typeof useTurn>
  readonly onIssue: () => void
  /** Beside an open form there is room for a list only. */
  readonly asList?: boolean
}) {
  const reason = useRef<HTMLInputElement>(null)
  const { turn, change } = desk
  const rooms = useRooms(turn.reason)
  const list = rooms.data?.rooms ?? []
  const best = list.find((room) => room.fit > 0)?.id
  const chosen = turn.roomChosen ? turn.roomId : best

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new suggestion moves the choice, nothing else does
  useEffect(() => {
    if (!turn.roomChosen && best && best !== turn.roomId) change({ roomId: best })
  }, [best, turn.roomChosen])

  // Card read or name chosen: the next thing to type is the reason.
  useEffect(() => {
    if (turn.patientId) reason.current?.focus()
  }, [turn.patientId])

  useShortcuts(
    list.slice(0, 9).map((room, at) => ({
      keys: String(at + 1),
      label: room.name,
      run: () => change({ roomId: room.id, roomChosen: true }),
    })),
    { enabled: list.length > 0 },
  )
  return (
    <Panel
      title={t('patients.reception.rooms')}
      note={best ? t('patients.reception.suggested') : undefined}
      actions={list.length > 0 && !asList && <Kbd>{`1–${Math.min(9, list.length)}`}</Kbd>}
      pad
    >
      <div style={{ marginBottom: 10 }}>
        <TextField
          label={t('patients.reception.reason')}
          required
          value={turn.reason}
          onChange={(reason) => change({ reason })}
          placeholder={t('patients.reception.reasonPlaceholder')}
          maxLength={300}
          inputRef={reason}
          onEnter={onIssue}
        />
      </div>
      {rooms.isPending && <Loading rows={3} />}
      {rooms.isError && <Failure error={rooms.error} retry={rooms.refetch} />}
      {rooms.data && list.length === 0 && <Empty>{t('patients.reception.noRooms')}</Empty>}
      {list.length > 0 && asList && (
        <SelectField
          label={t('patients.reception.room')}
          value={chosen}
          onChange={(roomId) => roomId && change({ roomId, roomChosen: true })}
          options={list.map((room) => ({ value: room.id, label: roomLine(room) }))}
        />
      )}
      {list.length > 0 && !asList && (
        <ChoiceCards
          label={t('patients.reception.rooms')}
          hideLabel
          value={chosen}
          onChange={(roomId) => change({ roomId, roomChosen: true })}
          options={list.map(roomCard)}
        />
      )}
    </Panel>
  )
}

/** `Nhà A, tầng 1, P.105` is `P.105` on a card; the ticket has it whole. */
function doorOf(place: string | undefined): string | undefined {
  return /P\.\d+/.exec(place ?? '')?.[0] ?? place
}

/** `Nội 2 · 8 đang chờ`. */
function roomLine(room: Room): string {
  return `${shortRoom(room.name)} · ${t('patients.reception.waiting', { count: room.waiting })}`
}

function roomCard(room: Room) {
  return {
    value: room.id,
    title: shortRoom(room.name),
    lines: [[room.doctor, doorOf(room.place)].filter(Boolean).join(' · ')],
    aside: (
      <>
        <span className="lo-dense" style={{ whiteSpace: 'nowrap' }}>
          <Num>{t('patients.reception.waiting', { count: room.waiting })}</Num>
        </span>
        <span
          className="lo-dense lo-ink2"
          style={{ display: 'block', whiteSpace: 'nowrap' }}
          title={room.measured ? undefined : t('patients.reception.notMeasured')}
        >
          <Num>
            {room.waitMinutes > 0
              ? t('patients.reception.about', { minutes: room.waitMinutes })
              : t('patients.reception.noWait')}
          </Num>
        </span>
      </>
    ),
  }
}
