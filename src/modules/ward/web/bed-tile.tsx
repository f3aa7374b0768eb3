import type { DragEvent } from 'react'
import { formatShortDay, Icon, type IconName, Num, t } from '#web/kit/index.ts'
import type { Bed, Lying } from '../board-contract.ts'
import { draggedOf } from './use-bed-moves.ts'

interface BedTileProps {
  readonly bed: Bed
  readonly selected: boolean
  /** Somebody is about to be put somewhere, and this bed could be it. */
  readonly target: boolean
  readonly canMove: boolean
  readonly onPick: () => void
  readonly onDropped: (dragged: string) => void
}

const stateIcons: Readonly<Record<Bed['state'], IconName | undefined>> = {
  free: undefined,
  taken: undefined,
  cleaning: 'droplet',
  isolated: 'shield',
  closed: 'lock',
  contaminated: 'warning',
  held: 'tag',
}

/** One bed: who lies in it, or why nobody does. A press picks it; people and tools are dragged onto it. */
export function BedTile({ bed, selected, target, canMove, onPick, onDropped }: BedTileProps) {
  const icon = stateIcons[bed.state]
  const { patient } = bed
  return (
    <button
      type="button"
      className="lo-bed"
      data-bed={bed.id}
      data-state={bed.state}
      data-selected={selected || undefined}
      data-target={target || undefined}
      aria-pressed={selected}
      draggable={canMove && patient !== undefined}
      onClick={onPick}
      onDragStart={(event) =>
        event.dataTransfer.setData(
          'text/plain',
          patient ? draggedOf({ kind: 'stay', id: patient.encounterId }) : '',
        )
      }
      onDragOver={(event: DragEvent) => {
        if (canMove) event.preventDefault()
      }}
      onDrop={(event) => {
        event.preventDefault()
        const dragged = event.dataTransfer.getData('text/plain')
        if (canMove && dragged) onDropped(dragged)
      }}
    >
      <span className="lo-bed-head">
        <b>
          <Num>{bed.name.replace(/^Giường /, '')}</Num>
        </b>
        {bed.isolation && <Icon name="shield" label={t('ward.bed.isolation')} />}
        {patient?.onLeave && <Icon name="door" label={t('ward.bed.onLeave')} />}
        {patient?.transferTo && <Icon name="swap" label={t('ward.bed.transfer')} />}
        {patient && <Watch patient={patient} />}
      </span>
      {patient ? (
        <Patient patient={patient} />
      ) : (
        <span className="lo-bed-none">
          {icon && <Icon name={icon} />} {t(`ward.bed.${bed.state}`)}
          {bed.hold && <span className="lo-dense">{bed.hold.note}</span>}
        </span>
      )}
    </button>
  )
}

const roman: Readonly<Record<string, string>> = { '1': 'I', '2': 'II', '3': 'III' }

/** Level of care and last score; both say in words what they are. */
function Watch({ patient: { careLevel, warning } }: { readonly patient: Lying }) {
  const tone = warning && (warning.total >= 7 ? 'crit' : warning.total >= 5 || warning.red ? 'warn' : 'quiet')
  return (
    <>
      {careLevel && (
        <span className="lo-bed-level" title={t('ward.bed.careLevel', { level: roman[careLevel] ?? careLevel })}>
          {roman[careLevel] ?? careLevel}
        </span>
      )}
      {warning && (
        <span className="lo-bed-score lo-num" data-tone={tone} title={`${warning.score} ${warning.total}`}>
          <span className="lo-hidden">{warning.score} </span>
          {warning.total}
        </span>
      )}
    </>
  )
}

function Patient({ patient }: { readonly patient: Lying }) {
  const note = patient.transferTo
    ? t('ward.bed.to', { to: patient.transferTo })
    : patient.onLeave
      ? t('ward.bed.onLeave')
      : undefined
  const leaves =
    patient.expectedDischarge && t('ward.bed.leaves', { day: formatShortDay(patient.expectedDischarge) })
  return (
    <>
      <span className="lo-bed-name">{patient.name}</span>
      <span className="lo-bed-facts lo-num">
        {[patient.ageText, t('ward.bed.day', { day: patient.day }), leaves].filter(Boolean).join(' · ')}
      </span>
      <span className="lo-bed-note">{note ?? patient.diagnosis ?? patient.reason}</span>
    </>
  )
}
