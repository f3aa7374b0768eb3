/** Where a patient was named: a JSON pointer (RFC 6901) and the text that stood there. */
export interface Place {
  readonly pointer: string
  readonly text: string
}

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/**
 * Points every reference to one patient at another, in place. Versioned references stay: the version they name
 * goes on existing.
 *
 * @param names whether a reference leads to the patient
 */
export function pointElsewhere(
  resource: unknown,
  names: (reference: string) => boolean,
  target: string,
): readonly Place[] {
  const places: Place[] = []
  const visit = (node: unknown, pointer: string): void => {
    if (!isNode(node)) return
    for (const [key, value] of Object.entries(node)) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (key === 'reference' && typeof value === 'string' && names(value)) {
        places.push({ pointer: at, text: value })
        node[key] = target
      } else visit(value, at)
    }
  }
  visit(resource, '')
  return places
}

/** Puts the former texts back where the target still stands; tells how many places had changed since. */
export function pointBack(resource: unknown, places: readonly Place[], target: string): number {
  let left = 0
  for (const place of places) {
    const keys = place.pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop() ?? ''
    const holder = keys.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), resource)
    if (isNode(holder) && holder[last] === target) holder[last] = place.text
    else left++
  }
  return left
}
