import { Modal } from '@mantine/core'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { palette } from '#web/kit/hands/palette-store.ts'
import { can, Highlight, Icon, Kbd, t, useApi, useGo, useSettled } from '#web/kit/index.ts'
import { appearanceCommands } from './appearance-commands.ts'
import {
  commandRows,
  type FoundPatient,
  type PaletteRow,
  patientRow,
  readRecent,
  remember,
  screenRows,
} from './palette-rows.ts'
import { screenLists } from './screen-list.ts'

interface SearchAnswer {
  readonly patients: readonly FoundPatient[]
}

/** `>` searches commands only; otherwise patients first, then commands and screens. */
function useRows(text: string) {
  const onlyCommands = text.startsWith('>')
  const query = text.replace(/^>/, '').trim()
  const settled = useSettled(query, 100)
  const search = !onlyCommands && settled.length > 1 && can('patients.search')
  const found = useApi<SearchAnswer>(search ? '/api/patients' : undefined, { q: settled }, { keepPrevious: true })
  const known = query === '' && !onlyCommands ? readRecent() : search ? (found.data?.patients ?? []) : []
  const people = known.slice(0, 8)
  const group = query === '' ? t('shell.palette.recent') : t('shell.palette.patients')
  const commands = commandRows([...palette.use().commands, ...appearanceCommands()], query)
  const rows: readonly PaletteRow[] = [
    ...people.map((patient) => ({ ...patientRow(patient), group })),
    ...(query === '' && !onlyCommands ? commands.slice(0, 4) : commands.slice(0, 8)),
    ...(onlyCommands ? [] : screenRows(screenLists.flat(), query)),
  ]
  return { rows, query, people }
}

/** Ctrl K: one field for people, acts and screens. */
export default function Palette() {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const go = useGo()
  const { rows, query, people } = useRows(text)
  const close = () => palette.set({ open: false })
  const current = Math.min(at, rows.length - 1)

  function open(row: PaletteRow | undefined): void {
    if (!row) return
    close()
    const patient = people.find((one) => `patient ${one.id}` === row.key)
    if (patient) remember(patient)
    if (row.run) row.run()
    else if (row.to) go(row.to)
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const by = moves[event.key]
    if (by !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(rows.length - 1, current + by)))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      open(rows[current])
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row under the cursor is brought into sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current, rows.length])

  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size={620}
      yOffset="10vh"
      padding={0}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.3 }}
      classNames={{ content: 'lo-dialog' }}
      attributes={{ content: { 'aria-label': t('shell.palette.label') } }}
    >
      <div className="lo-palette-field">
        <Icon name="search" size={20} />
        <input
          data-autofocus
          role="combobox"
          aria-label={t('shell.palette.label')}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={rows[current] ? `${id}-${current}` : undefined}
          placeholder={t('shell.palette.placeholder')}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div id={id} role="listbox" aria-label={t('shell.palette.label')} className="lo-palette-list" ref={list}>
        {rows.map((row, place) => (
          <div key={row.key} role="presentation">
            {row.group !== rows[place - 1]?.group && <div className="lo-palette-group">{row.group}</div>}
            <PaletteLine
              row={row}
              query={query}
              id={`${id}-${place}`}
              selected={place === current}
              onOpen={() => open(row)}
              onPoint={() => setAt(place)}
            />
          </div>
        ))}
        {rows.length === 0 && <div className="lo-palette-group">{t('shell.palette.none')}</div>}
      </div>
      <div className="lo-palette-foot">{t('shell.palette.hint')}</div>
    </Modal>
  )
}

interface PaletteLineProps {
  readonly row: PaletteRow
  readonly query: string
  readonly id: string
  readonly selected: boolean
  readonly onOpen: () => void
  readonly onPoint: () => void
}

function PaletteLine({ row, query, id, selected, onOpen, onPoint }: PaletteLineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above moves and opens, as in every combobox
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className="lo-palette-row"
      onClick={onOpen}
      onMouseMove={onPoint}
    >
      <Icon name={row.icon} size={18} />
      <span style={{ flex: 1, minWidth: 0 }}>
        <span style={{ fontWeight: 500 }}>
          <Highlight text={row.title} query={query} />
        </span>
        {row.note && (
          <span className="lo-dense lo-ink2 lo-num">
            {' '}
            <Highlight text={row.note} query={query} />
          </span>
        )}
        {row.detail && (
          <span className="lo-dense lo-ink3 lo-num" style={{ display: 'block' }}>
            <Highlight text={row.detail} query={query} />
          </span>
        )}
      </span>
      {selected ? <Kbd>Enter</Kbd> : row.keyHint && <Kbd>{row.keyHint}</Kbd>}
    </div>
  )
}
