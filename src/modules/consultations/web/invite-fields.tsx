import { useState } from 'react'
import {
  api,
  Button,
  IconButton,
  Inline,
  Row,
  SearchPicker,
  SelectField,
  Stack,
  TextField,
  t,
} from '#web/kit/index.ts'
import type { Invited, Person } from '../contract.ts'

/** Somebody who will be invited, with what the screen shows of them. */
export interface Guest extends Invited {
  readonly key: string
  readonly shown: string
  readonly note?: string
}

export const findPeople = async (text: string): Promise<readonly Person[]> =>
  (await api.get<{ items: Person[] }>('/api/consultations/people', { q: text })).items

export const personRow = (one: Person) => ({
  key: one.id,
  title: one.name,
  note: [one.title, one.department].filter(Boolean).join(' · '),
})

export const asInvited = ({ departmentId, practitionerId, name }: Guest): Invited => ({
  ...(departmentId ? { departmentId } : {}),
  ...(practitionerId ? { practitionerId } : {}),
  ...(name ? { name } : {}),
})

interface InviteFieldsProps {
  readonly guests: readonly Guest[]
  readonly onChange: (guests: readonly Guest[]) => void
  readonly departments?: readonly { readonly id: string; readonly name: string }[]
}

/** Departments, people of the house, and guests by their names. */
export function InviteFields({ guests, onChange, departments = [] }: InviteFieldsProps) {
  const [name, setName] = useState('')
  const add = (guest: Guest) => {
    if (!guests.some(({ key }) => key === guest.key)) onChange([...guests, guest])
  }
  const addName = () => {
    const told = name.trim()
    if (told.length < 2) return
    add({ key: `name ${told}`, shown: told, name: told })
    setName('')
  }
  return (
    <Stack>
      {departments.length > 0 && (
        <SelectField
          label={t('consultations.invite.department')}
          value={undefined}
          onChange={(id) => {
            const one = departments.find((department) => department.id === id)
            if (one) add({ key: one.id, shown: one.name, departmentId: one.id })
          }}
          options={departments.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <SearchPicker<Person>
        label={t('consultations.invite.person')}
        placeholder={t('consultations.invite.find')}
        search={findPeople}
        minLength={0}
        eager
        row={personRow}
        onPick={(one) =>
          add({
            key: one.id,
            shown: one.name,
            practitionerId: one.id,
            note: [one.title, one.department].filter(Boolean).join(' · '),
          })
        }
      />
      <Inline align="flex-end">
        <div style={{ flex: 1 }}>
          <TextField
            label={t('consultations.invite.guest')}
            placeholder={t('consultations.invite.guestHint')}
            maxLength={200}
            value={name}
            onChange={setName}
            onEnter={addName}
          />
        </div>
        <Button icon="plus" onClick={addName}>
          {t('consultations.invite.add')}
        </Button>
      </Inline>
      {guests.map((one) => (
        <Row
          key={one.key}
          icon="users"
          title={one.shown}
          detail={one.note}
          aside={
            <IconButton
              icon="trash"
              label={t('consultations.invite.remove', { who: one.shown })}
              onClick={() => onChange(guests.filter(({ key }) => key !== one.key))}
            />
          }
        />
      ))}
    </Stack>
  )
}
