import { adviseResource } from './advice.ts'
import { checkBundle } from './bundle.ts'
import { checkDefinition } from './definitions.ts'
import type { Plan } from './plan.ts'
import { checkQuestionnaire } from './questionnaire/definition.ts'
import { checkResponse } from './questionnaire/response.ts'
import { fault, isObject, type Json, report, type Walk } from './walk.ts'

/** The rules that every resource with narrative and contained resources has: dom-2 to dom-6. */
export function checkResource(walk: Walk, plan: Plan, value: Json, path: string, contained: boolean): void {
  const inner = value['contained']
  if (Array.isArray(inner)) {
    if (contained) fault(walk, 'containedNested', `${path}.contained`)
    else checkContained(walk, value, inner, path)
  }
  if (walk.full) {
    adviseResource(walk, value, path)
    checkDefinition(walk, value, path)
  }
  if (walk.full && !contained && plan.members.has('text') && !hasNarrative(value))
    report(walk, 'warning', 'narrativeMissing', path)
  rules[plan.name]?.(walk, value, path)
}

/** Rules of single types that their constraints do not say. */
const rules: Readonly<Record<string, (walk: Walk, value: Json, path: string) => void>> = {
  Bundle: checkBundle,
  Questionnaire: checkQuestionnaire,
  QuestionnaireResponse: checkResponse,
}

const hasNarrative = (value: Json) => isObject(value['text']) && value['text']['div'] !== undefined

function checkContained(walk: Walk, root: Json, inner: readonly unknown[], path: string): void {
  const used = new Set<string>()
  collectFragments(root, used)
  for (const [index, one] of inner.entries()) {
    if (!isObject(one)) continue
    const at = `${path}.contained[${index}]`
    const meta = isObject(one['meta']) ? one['meta'] : {}
    if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined)
      fault(walk, 'containedVersion', `${at}.meta`)
    if (meta['security'] !== undefined) fault(walk, 'containedSecurity', `${at}.meta`)
    if (typeof one['id'] === 'string' && !used.has(`#${one['id']}`) && !refersToContainer(one))
      fault(walk, 'containedUnused', at)
  }
}

/** Every text that begins with # may be a reference into the resource: Reference.reference, uri, url, canonical. */
function collectFragments(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (value.startsWith('#')) found.add(value.split('|', 1)[0] ?? value)
    return
  }
  if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) collectFragments(one, found)
}

function refersToContainer(contained: Json): boolean {
  const found = new Set<string>()
  collectFragments(contained, found)
  return found.has('#')
}
