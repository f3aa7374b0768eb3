import type { Organization } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

export interface Department {
  readonly code: string
  /** Organization in the store. */
  readonly id: string
  readonly name: string
}

/** The departments of the facility, by name. */
export async function listDepartments(ctx: Context): Promise<readonly Department[]> {
  const found = await searchResources<Organization>(ctx, 'Organization', { _count: '1000' })
  return found
    .flatMap(({ id, identifier, name, alias }) => {
      const code = identifier?.find(({ system }) => system === cs.department)?.value
      const known = ctx.language === 'en' ? (alias?.[0] ?? name) : name
      return id && code ? [{ code, id, name: known ?? code }] : []
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** What codes of departments are called; a code that is gone stays as it is. */
export async function departmentNames(ctx: Context): Promise<(code: string) => string> {
  const names = new Map((await listDepartments(ctx)).map(({ code, name }) => [code, name]))
  return (code) => names.get(code) ?? code
}
