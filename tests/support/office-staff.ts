import type { Actor } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { contextOf } from './laboratory.ts'
import type { TestClient } from './server.ts'

export const officer: Partial<Actor> = {
  id: 'office',
  practitionerId: 'practitioner-office',
  name: 'Bùi Thị Thanh',
  roles: ['record-office'],
}
export const director: Partial<Actor> = {
  id: 'director',
  practitionerId: 'practitioner-director',
  name: 'Đặng Hữu Nghĩa',
  roles: ['director'],
}

/** The record officer and the director, as the hospital's staff. */
export async function givenOfficeStaff(client: TestClient): Promise<void> {
  const people = [officer, director].map(({ practitionerId: id, name }) => ({
    kind: 'create' as const,
    id: id ?? '',
    resource: { resourceType: 'Practitioner' as const, name: [{ text: name ?? '' }] },
  }))
  await commit(contextOf(client.services), people)
}
