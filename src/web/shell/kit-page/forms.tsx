import { useState } from 'react'
import { fold } from '#kernel/fold.ts'
import {
  Button,
  Checkbox,
  Choice,
  ChoiceCards,
  DateField,
  Dialog,
  FieldGrid,
  FilterChips,
  Inline,
  NumberField,
  notify,
  openPalette,
  PasswordField,
  PinField,
  SearchPicker,
  SelectField,
  SidePanel,
  TextArea,
  TextField,
} from '#web/kit/index.ts'
import { DraftPart } from './draft-part.tsx'
import { Part } from './part.tsx'
import { diagnoses, rooms, words } from './samples.ts'

async function findDiagnosis(text: string) {
  return diagnoses.filter((one) => fold(`${one.title} ${one.note} ${one.code}`).includes(fold(text)))
}

export function Forms() {
  const { labels } = words
  const [name, setName] = useState<string>(words.name)
  const [reason, setReason] = useState<string>(words.reason)
  const [pulse, setPulse] = useState<string | undefined>('88')
  const [pressure, setPressure] = useState<string | undefined>('152')
  const [born, setBorn] = useState<string | undefined>('1972-09-02')
  const [sex, setSex] = useState<string>()
  const [room, setRoom] = useState<string | undefined>('tmh1')
  const [department, setDepartment] = useState<string>()
  const [first, setFirst] = useState(true)
  const [pin, setPin] = useState('')
  const [open, setOpen] = useState<'dialog' | 'side'>()
  const [filter, setFilter] = useState('a')
  return (
    <>
      <Part name="TextField, NumberField, DateField, SelectField">
        <FieldGrid columns={4}>
          <TextField label={labels.name} value={name} onChange={setName} required hint={words.hint} />
          <TextField label={labels.name} value="" onChange={() => undefined} error={words.refusal} />
          <TextField
            label={labels.name}
            value={words.name}
            onChange={() => undefined}
            disabledBecause={words.locked}
          />
          <SelectField
            label={labels.department}
            value={department}
            onChange={setDepartment}
            options={words.departments}
          />
          <NumberField
            label={labels.pulse}
            unit="lần/phút"
            value={pulse}
            onChange={setPulse}
            plausible={{ low: 20, high: 300 }}
          />
          <NumberField
            label={labels.pressure}
            unit="mmHg"
            value={pressure}
            onChange={setPressure}
            normal={{ low: 90, high: 140 }}
          />
          <NumberField
            label={labels.pulse}
            unit="lần/phút"
            value="880"
            onChange={() => undefined}
            plausible={{ low: 20, high: 300 }}
          />
          <DateField label={labels.born} value={born} onChange={setBorn} partial max="2026-11-23" />
          <PasswordField label={labels.pin} value={pin} onChange={setPin} />
          <PinField label={labels.pin} value={pin} onChange={setPin} />
          <Choice label={labels.sex} value={sex} onChange={setSex} options={words.sexes} required />
          <Checkbox label={labels.remember} hint={words.hint} checked={first} onChange={setFirst} />
        </FieldGrid>
      </Part>
      <Part name="TextArea">
        <TextArea label={labels.reason} value={reason} onChange={setReason} />
      </Part>
      <DraftPart />
      <Part name="SearchPicker">
        <SearchPicker
          label={labels.diagnosis}
          keyHint="Alt D"
          placeholder="dai thao duong"
          search={findDiagnosis}
          row={(item) => ({ key: item.code, ...item })}
          onPick={(item) => notify(item.title)}
        />
      </Part>
      <Part name="ChoiceCards">
        <ChoiceCards label={labels.room} value={room} onChange={setRoom} options={rooms} />
      </Part>
      <Part name="FilterChips, Dialog, SidePanel, Palette, notify">
        <Inline wrap gap={16}>
          <FilterChips
            label={labels.room}
            value={filter}
            onChange={setFilter}
            options={rooms.map((one, at) => ({ value: 'abc'[at] ?? 'a', label: one.title, count: at + 4 }))}
          />
          <Button onClick={() => setOpen('dialog')}>Dialog</Button>
          <Button onClick={() => setOpen('side')}>SidePanel</Button>
          <Button onClick={openPalette} keyHint="Ctrl K">
            Palette
          </Button>
          <Button onClick={() => notify(words.chips.valid, { tone: 'ok' })}>notify</Button>
        </Inline>
        <Dialog
          open={open === 'dialog'}
          onClose={() => setOpen(undefined)}
          title={words.buttons.stop}
          danger
          actions={
            <>
              <Button autoFocus onClick={() => setOpen(undefined)}>
                {words.buttons.review}
              </Button>
              <Button kind="danger">{words.buttons.stop}</Button>
            </>
          }
        >
          <TextArea label={labels.reason} value={reason} onChange={setReason} />
        </Dialog>
        <SidePanel open={open === 'side'} onClose={() => setOpen(undefined)} title={words.paper}>
          {words.reason}
        </SidePanel>
      </Part>
    </>
  )
}
