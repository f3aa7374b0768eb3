import type { Resource } from '@medplum/fhirtypes'
import { hash53 } from '#fhir/search/hash.ts'
import { indexResource, type SearchIndex } from '#fhir/search/index-resource.ts'
import type { Relative } from '#fhir/search/index-values.ts'
import type { Context } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import { indexPlan, structures, typeNumber } from './definitions.ts'
import { patientOf } from './record-of.ts'

/** A resource that stands inside another, as it is found. */
export interface ContainedRow {
  /** `Type/id#local` of what contains it. */
  readonly key: string
  readonly type: string
  readonly container: { readonly type: string; readonly id: string }
  readonly n: number
  readonly local: string
  readonly patient: string | undefined
  readonly index: SearchIndex
}

/** Token of what contains others; triggers of migration 0420 go by it. Searched hashes have 53 bits. */
export const containsMark = 1

/** Token of a contained resource that its container refers to by a parameter. */
export function heldToken(facility: number, containerType: string, code: string): number {
  return hash53(`${facility} * _heldBy=${containerType}:${code}`)
}

interface Indexed {
  readonly type: string
  readonly id: string
  readonly after?: Resource | undefined
  readonly index?: SearchIndex
}

/** What a resource contains, indexed by the rules of its own types; marks the container. */
export function containedIn(
  ctx: Context,
  { type, id, after, index }: Indexed,
  relative: Relative,
): readonly ContainedRow[] | undefined {
  const list = (after as { contained?: unknown } | undefined)?.contained
  if (!index || !Array.isArray(list) || list.length === 0) return undefined
  index.toks.add(containsMark)
  const seen = new Set<string>()
  return list.flatMap((one: unknown, n) => {
    const { resourceType, id: local } = one as { resourceType?: unknown; id?: unknown }
    if (typeof resourceType !== 'string' || typeof local !== 'string') return []
    if (!structures.isResource(resourceType) || seen.has(local)) return []
    seen.add(local)
    const made = indexResource(indexPlan(ctx.facility, resourceType), one, relative)
    for (const held of index.locals)
      if (held.local === local) made.toks.add(heldToken(ctx.facility, type, held.code))
    return [
      {
        key: `${type}/${id}#${local}`,
        type: resourceType,
        container: { type, id },
        n,
        local,
        patient:
          resourceType === 'Patient' ? undefined : patientOf(ctx, resourceType, one as Record<string, unknown>),
        index: made,
      },
    ]
  })
}

/** Statement that replaces what resources contain; none when they contain nothing. */
export function storeContained(
  { facility }: Pick<Context, 'facility'>,
  writes: readonly { readonly contained?: readonly ContainedRow[] | undefined }[],
): readonly Statement[] {
  const all = writes.flatMap(({ contained }) => contained ?? [])
  const held = [...new Map(all.map(({ container }) => [`${container.type}/${container.id}`, container])).values()]
  if (held.length === 0) return []
  const ordered = all.flatMap(({ type, key, index }) =>
    index.ordered.map((value, n) => ({ type: typeNumber(type), key, n, value })),
  )
  const strings = all.flatMap(({ type, key, index }) =>
    index.strings.map((value, n) => ({ type: typeNumber(type), key, n, value })),
  )
  return [
    {
      name: 'store_contained',
      text: `select store_contained($1, $2::smallint[], $3::text[], $4::json, $5::smallint[], $6::text[], $7::integer[],
        $8::smallint[], $9::bigint[], $10::float8[], $11::float8[], $12::text[], $13::smallint[], $14::text[],
        $15::integer[], $16::smallint[], $17::text[])`,
      values: [
        facility,
        held.map(({ type }) => typeNumber(type)),
        held.map(({ id }) => id),
        JSON.stringify(all.map(rowOf)),
        ordered.map(({ type }) => type),
        ordered.map(({ key }) => key),
        ordered.map(({ value }) => value.param),
        ordered.map(({ n }) => n),
        ordered.map(({ value }) => value.key),
        ordered.map(({ value }) => value.lo),
        ordered.map(({ value }) => value.hi),
        ordered.map(({ value }) => value.unit ?? null),
        strings.map(({ type }) => type),
        strings.map(({ key }) => key),
        strings.map(({ value }) => value.param),
        strings.map(({ n }) => n),
        strings.map(({ value }) => value.value),
      ],
    },
  ]
}

function rowOf({ key, type, container, n, local, patient, index }: ContainedRow) {
  return {
    type: typeNumber(type),
    id: key,
    container_type: typeNumber(container.type),
    container_id: container.id,
    n,
    local,
    patient: patient ?? null,
    code: index.code ?? null,
    ct: index.ct,
    ct_end: index.ctEnd,
    value: index.value ?? null,
    toks: [...index.toks],
  }
}
