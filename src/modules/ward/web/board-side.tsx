import { useState } from 'react'
import { Button, Chip, can, formatTime, Panel, Row, Stack, t } from '#web/kit/index.ts'
import type { Board, Incoming } from '../board-contract.ts'
import { AcceptDialog } from './accept-dialog.tsx'
import { AskedPanel } from './asked-panel.tsx'
import { Draggable } from './draggable.tsx'
import { draggedOf, type Mover } from './use-bed-moves.ts'

interface BoardSideProps {
  readonly board: Board
  readonly onAdmit: (() => void) | undefined
  readonly onPlace: ((who: Mover) => void) | undefined
  readonly onOpen: (encounterId: string) => void
}

/** Who waits for a bed, who is to come, who goes, who left today. */
export function BoardSide({ board, onAdmit, onPlace, onOpen }: BoardSideProps) {
  const [accepting, setAccepting] = useState<Incoming>()
  return (
    <Stack gap={14}>
      {onAdmit && (
        <Button kind="primary" icon="plus" keyHint="N" full onClick={onAdmit}>
          {t('ward.admit.title')}
        </Button>
      )}
      <AskedPanel
        asked={board.asked}
        onPlace={
          onPlace && can('ward.receive') ? ({ id, name }) => onPlace({ kind: 'asked', id, name }) : undefined
        }
      />
      {board.unplaced.length > 0 && (
        <Panel title={t('ward.side.unplaced')} count={board.unplaced.length}>
          {board.unplaced.map((one) => (
            <Draggable
              key={one.encounterId}
              label={one.name}
              carries={onPlace && draggedOf({ kind: 'stay', id: one.encounterId })}
            >
              <Row
                title={one.name}
                detail={[one.ageText, one.diagnosis ?? one.reason].filter(Boolean).join(' · ')}
                onOpen={() => onOpen(one.encounterId)}
                aside={
                  onPlace && (
                    <Button
                      size="sm"
                      onClick={() => onPlace({ kind: 'stay', id: one.encounterId, name: one.name })}
                    >
                      {t('ward.side.place')}
                    </Button>
                  )
                }
              />
            </Draggable>
          ))}
        </Panel>
      )}
      {board.incoming.length > 0 && (
        <Panel title={t('ward.side.incoming')} count={board.incoming.length}>
          {board.incoming.map((one) => (
            <Row
              key={one.encounterId}
              title={one.name}
              detail={<TransferNote transfer={one} place={t('ward.side.from', { from: one.from })} />}
              onOpen={() => onOpen(one.encounterId)}
              aside={
                can('ward.receive') && (
                  <Button size="sm" onClick={() => setAccepting(one)}>
                    {t('ward.side.accept')}
                  </Button>
                )
              }
            />
          ))}
        </Panel>
      )}
      {board.outgoing.length > 0 && (
        <Panel title={t('ward.side.outgoing')} count={board.outgoing.length}>
          {board.outgoing.map((one) => (
            <Row
              key={one.encounterId}
              title={one.name}
              detail={<TransferNote transfer={one} place={t('ward.bed.to', { to: one.to })} />}
              onOpen={() => onOpen(one.encounterId)}
            />
          ))}
        </Panel>
      )}
      <Panel title={t('ward.side.left')} count={board.left.length}>
        {board.left.map((one) => (
          <Row
            key={one.encounterId}
            title={one.name}
            detail={t(`ward.disposition.${one.disposition ?? 'home'}`)}
            aside={formatTime(one.leftAt)}
            onOpen={() => onOpen(one.encounterId)}
          />
        ))}
      </Panel>
      {accepting && <AcceptDialog board={board} transfer={accepting} onClose={() => setAccepting(undefined)} />}
    </Stack>
  )
}

function TransferNote({ transfer, place }: { readonly transfer: Incoming; readonly place: string }) {
  return (
    <>
      {place} · {transfer.reason} {transfer.urgent && <Chip tone="crit">{t('ward.transfer.urgent')}</Chip>}{' '}
      {transfer.missing.length > 0 && (
        <Chip tone="warn">{t('ward.transfer.missing', { forms: transfer.missing.join(', ') })}</Chip>
      )}
    </>
  )
}
