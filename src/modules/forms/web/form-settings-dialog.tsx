import { useState } from 'react'
import { formKinds, slotRoles } from '#kernel/form-words.ts'
import {
  Button,
  Checkbox,
  Dialog,
  FieldGrid,
  IconButton,
  SelectField,
  Stack,
  TextField,
  t,
} from '#web/kit/index.ts'
import type { FormSettings } from '../workshop-contract.ts'
import type { OwnFormWork } from './use-own-form.ts'

type Slot = FormSettings['slots'][number]

interface SlotsProps {
  readonly slots: readonly Slot[]
  readonly onChange: (slots: Slot[]) => void
}

/** Who signs, in which order. */
function Slots({ slots, onChange }: SlotsProps) {
  const change = (at: number, more: Partial<Slot>) =>
    onChange(slots.map((slot, other) => (other === at ? { ...slot, ...more } : slot)))
  const add = () => {
    const order = Math.max(0, ...slots.map((slot) => slot.order)) + 1
    const title = { vi: t('fill.own.role.doctor'), en: t('fill.own.role.doctor') }
    onChange([...slots, { id: `slot${order}`, role: 'doctor', title, order, required: true }])
  }
  return (
    <fieldset className="ws-slots">
      <legend className="lo-field-label">{t('fill.own.signers')}</legend>
      {slots.map((slot, at) => (
        <div key={slot.id} className="ws-slot">
          <SelectField
            label={t('fill.own.role')}
            value={slot.role}
            onChange={(role) => role && change(at, { role })}
            options={[...new Set([slot.role, ...slotRoles])].map((value) => ({
              value,
              label: t(`fill.own.role.${value}`),
            }))}
          />
          <TextField
            label={t('fill.own.signTitle')}
            value={slot.title.vi}
            onChange={(vi) => change(at, { title: { vi, en: slot.title.en || vi } })}
          />
          <IconButton
            icon="trash"
            label={t('fill.own.remove', { what: slot.title.vi })}
            onClick={() => onChange(slots.filter((_, other) => other !== at))}
          />
        </div>
      ))}
      <Button size="sm" kind="plain" icon="plus" onClick={add}>
        {t('fill.own.addSigner')}
      </Button>
    </fieldset>
  )
}

/** What stands on a form beside its questions. */
export function FormSettingsDialog({
  work,
  onClose,
}: {
  readonly work: OwnFormWork
  readonly onClose: () => void
}) {
  const [settings, setSettings] = useState<FormSettings>(work.view.settings)
  const put = (more: Partial<FormSettings>) => setSettings((before) => ({ ...before, ...more }))
  const { code, title, kind, source, toPatient, slots } = settings
  const incomplete = [code, title.vi, title.en, source].some((text) => text.trim() === '')
  return (
    <Dialog
      open
      width={680}
      onClose={onClose}
      title={t('fill.own.settings')}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button
            kind="primary"
            onClick={() => {
              work.changeSettings(settings)
              onClose()
            }}
            {...(incomplete ? { disabledBecause: t('fill.own.settingsNeed') } : {})}
          >
            {t('fill.own.settingsSave')}
          </Button>
        </>
      }
    >
      <Stack>
        <FieldGrid>
          <TextField
            label={t('fill.all.code')}
            required
            maxLength={40}
            value={code}
            onChange={(next) => put({ code: next })}
          />
          <SelectField
            label={t('fill.all.kind')}
            value={kind}
            onChange={(next) => next && put({ kind: next })}
            options={formKinds.map((value) => ({ value, label: t(`fill.kind.${value}`) }))}
          />
        </FieldGrid>
        <TextField
          label={t('fill.own.titleVi')}
          required
          maxLength={300}
          value={title.vi}
          onChange={(vi) => put({ title: { ...title, vi } })}
        />
        <TextField
          label={t('fill.own.titleEn')}
          required
          maxLength={300}
          value={title.en}
          onChange={(en) => put({ title: { ...title, en } })}
        />
        <TextField
          label={t('fill.own.source')}
          required
          maxLength={300}
          value={source}
          onChange={(next) => put({ source: next })}
        />
        <Checkbox
          label={t('fill.own.toPatient')}
          checked={toPatient}
          onChange={(next) => put({ toPatient: next })}
        />
        <Slots slots={slots} onChange={(next) => put({ slots: next })} />
      </Stack>
    </Dialog>
  )
}
