const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const middle = (tile: Element) => {
  const { left, top, width, height } = tile.getBoundingClientRect()
  return [left + width / 2, top + height / 2] as const
}

/** The bed that lies next in the way of an arrow key; what is aside counts for more than what is far. */
export function nextTile(from: Element, key: string, all: Iterable<Element>): Element | undefined {
  const way = ways[key]
  if (!way) return undefined
  const [x, y] = middle(from)
  let nearest: { readonly tile: Element; readonly far: number } | undefined
  for (const tile of all) {
    const [dx, dy] = [middle(tile)[0] - x, middle(tile)[1] - y]
    const along = dx * way[0] + dy * way[1]
    if (tile === from || along < 4) continue
    const far = along + 3 * Math.abs(dx * way[1] + dy * way[0])
    if (!nearest || far < nearest.far) nearest = { tile, far }
  }
  return nearest?.tile
}

/** The bed that has the focus now. */
export const focusedBed = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('.lo-bed')?.dataset['bed']
