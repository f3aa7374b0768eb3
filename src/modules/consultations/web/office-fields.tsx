import { FieldGrid, MomentField, SearchPicker, TextField, t } from '#web/kit/index.ts'
import type { Person } from '../contract.ts'
import { findPeople, personRow } from './invite-fields.tsx'

/** When, where, who chairs and who writes. */
export interface Offices {
  readonly at: string
  readonly place: string
  readonly chair?: Pick<Person, 'id' | 'name'> | undefined
  readonly secretary?: Pick<Person, 'id' | 'name'> | undefined
}

export const noOffices: Offices = { at: '', place: '' }

interface OfficeFieldsProps {
  readonly value: Offices
  readonly onChange: (value: Offices) => void
  readonly timeLabel: string
}

export function OfficeFields({ value, onChange, timeLabel }: OfficeFieldsProps) {
  return (
    <FieldGrid>
      <MomentField label={timeLabel} value={value.at} onChange={(at) => onChange({ ...value, at })} />
      <TextField
        label={t('consultations.where')}
        maxLength={200}
        value={value.place}
        onChange={(place) => onChange({ ...value, place })}
      />
      <SearchPicker<Person>
        label={t('consultations.chair')}
        search={findPeople}
        minLength={0}
        eager
        keep
        initialText={value.chair?.name ?? ''}
        row={personRow}
        onPick={(chair) => onChange({ ...value, chair })}
      />
      <SearchPicker<Person>
        label={t('consultations.secretary')}
        search={findPeople}
        minLength={0}
        eager
        keep
        initialText={value.secretary?.name ?? ''}
        row={personRow}
        onPick={(secretary) => onChange({ ...value, secretary })}
      />
    </FieldGrid>
  )
}
