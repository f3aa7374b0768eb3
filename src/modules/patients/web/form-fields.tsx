import { Choice, DateField, FieldGrid, TextField, t } from '#web/kit/index.ts'
import type { NoIdentity } from '../contract.ts'
import { CodeField, useCodes } from './code-field.tsx'
import { countries } from './countries.ts'
import type { FormDraft } from './form-values.ts'
import { WardField } from './ward-field.tsx'

interface PartProps {
  readonly form: FormDraft
  readonly onChange: (part: FormDraft) => void
}

const without = ['notBrought', 'newborn', 'foreigner', 'unknown'] as const

/** Who it is. Without a number a reason is chosen, and nobody is held up. */
export function IdentityFields({ form, onChange }: PartProps) {
  const reason: NoIdentity | 'has' = form.noIdentity ?? 'has'
  const nameHint =
    form.noIdentity === 'newborn'
      ? t('patients.form.nameHintNewborn')
      : form.noIdentity === 'unknown'
        ? t('patients.form.nameHintUnknown')
        : undefined
  return (
    <>
      <div className="lo-fields">
        <div style={{ flex: '3 1 240px' }}>
          <TextField
            label={t('patients.form.name')}
            required={form.noIdentity !== 'unknown'}
            value={form.name ?? ''}
            onChange={(name) => onChange({ name })}
            hint={nameHint}
            autoFocus
            maxLength={120}
            autoComplete="off"
          />
        </div>
        <DateField
          label={t('patients.form.birthDate')}
          partial
          value={form.birthDate}
          onChange={(day) => onChange({ birthDate: day ?? '' })}
          hint={t('patients.form.birthHint')}
        />
        <Choice
          label={t('patients.form.sex')}
          required
          value={form.sex}
          onChange={(sex) => onChange({ sex })}
          options={(['male', 'female', 'unknown'] as const).map((value) => ({
            value,
            label: t(`patients.form.sex.${value}`),
          }))}
        />
      </div>
      <div className="lo-fields">
        <Choice
          label={t('patients.form.noIdentity')}
          value={reason}
          onChange={(value) =>
            onChange(value === 'has' ? { noIdentity: undefined } : { noIdentity: value, cccd: '' })
          }
          options={(['has', ...without] as const).map((value) => ({
            value,
            label: t(`patients.form.noIdentity.${value}`),
          }))}
        />
        <NumberFields form={form} onChange={onChange} />
        <TextField
          label={t('patients.form.phone')}
          value={form.phone ?? ''}
          onChange={(phone) => onChange({ phone })}
          inputMode="tel"
          figures
          maxLength={20}
        />
      </div>
    </>
  )
}

/** The personal number, or what a person has instead of it. */
function NumberFields({ form, onChange }: PartProps) {
  const digits = form.cccd?.replace(/\D/g, '') ?? ''
  if (!form.noIdentity)
    return (
      <TextField
        label={t('patients.form.cccd')}
        value={form.cccd ?? ''}
        onChange={(cccd) => onChange({ cccd: cccd.replace(/\D/g, '').slice(0, 12) })}
        inputMode="numeric"
        figures
        {...(digits.length > 0 && digits.length < 12 ? { hint: t('patients.form.digits12') } : {})}
      />
    )
  if (form.noIdentity !== 'foreigner' && form.noIdentity !== 'notBrought') return null
  return (
    <>
      <TextField
        label={t('patients.form.passport')}
        value={form.passport ?? ''}
        onChange={(passport) => onChange({ passport: passport.toUpperCase() })}
        figures
        maxLength={15}
      />
      {form.noIdentity === 'foreigner' && (
        <CodeField
          label={t('patients.form.nationality')}
          placeholder={t('patients.form.nationalityPlaceholder')}
          value={form.nationality}
          onChange={(nationality) => onChange({ nationality })}
          entries={countries()}
        />
      )}
    </>
  )
}

/** What the administrative part of 15/BV1 asks besides the card: ethnic group, occupation, place of work. */
export function LifeFields({ form, onChange }: PartProps) {
  const ethnicities = useCodes('ethnic-group')
  const occupations = useCodes('occupation')
  return (
    <FieldGrid columns={3}>
      <CodeField
        label={t('patients.form.ethnicity')}
        placeholder={t('patients.form.ethnicityPlaceholder')}
        value={form.ethnicity}
        onChange={(ethnicity) => onChange({ ethnicity })}
        entries={ethnicities}
      />
      <CodeField
        label={t('patients.form.occupation')}
        placeholder={t('patients.form.occupationPlaceholder')}
        value={form.occupation}
        onChange={(occupation) => onChange({ occupation })}
        entries={occupations}
      />
      <TextField
        label={t('patients.form.workplace')}
        value={form.workplace ?? ''}
        onChange={(workplace) => onChange({ workplace })}
        maxLength={200}
      />
    </FieldGrid>
  )
}

export function AddressFields({ form, onChange }: PartProps) {
  return (
    <FieldGrid columns={2}>
      <WardField address={form.address ?? {}} onChange={(address) => onChange({ address })} />
      <TextField
        label={t('patients.form.line')}
        value={form.address?.line ?? ''}
        onChange={(line) => onChange({ address: { ...form.address, line } })}
        maxLength={200}
      />
    </FieldGrid>
  )
}

export function InsuranceFields({ form, onChange }: PartProps) {
  const card = form.insurance ?? { number: '' }
  const dated = (key: 'from' | 'to') => (day: string | undefined) => {
    const { [key]: _before, ...rest } = card
    onChange({ insurance: { ...rest, ...(day ? { [key]: day } : {}) } })
  }
  return (
    <FieldGrid columns={4}>
      <TextField
        label={t('patients.form.insuranceNumber')}
        value={card.number}
        onChange={(number) => onChange({ insurance: { ...card, number: number.toUpperCase() } })}
        figures
        maxLength={20}
      />
      <DateField label={t('patients.form.insuranceFrom')} value={card.from} onChange={dated('from')} />
      <DateField label={t('patients.form.insuranceTo')} value={card.to} onChange={dated('to')} />
      <TextField
        label={t('patients.form.insuranceFacility')}
        value={card.facility ?? ''}
        onChange={(facility) => onChange({ insurance: { ...card, facility: facility.toUpperCase().slice(0, 5) } })}
        figures
      />
    </FieldGrid>
  )
}

export function ContactFields({ form, onChange }: PartProps) {
  const contact = form.contact ?? { name: '' }
  return (
    <FieldGrid columns={3}>
      <TextField
        label={t('patients.form.contactName')}
        value={contact.name}
        onChange={(name) => onChange({ contact: { ...contact, name } })}
        maxLength={120}
      />
      <TextField
        label={t('patients.form.contactRelation')}
        value={contact.relation ?? ''}
        onChange={(relation) => onChange({ contact: { ...contact, relation } })}
      />
      <TextField
        label={t('patients.form.contactPhone')}
        value={contact.phone ?? ''}
        onChange={(phone) => onChange({ contact: { ...contact, phone } })}
        inputMode="tel"
        figures
        maxLength={20}
      />
    </FieldGrid>
  )
}
