import { type RefObject, useEffect, useRef } from 'react'

interface Ways {
  readonly left: (() => void) | undefined
  readonly right: (() => void) | undefined
}

const farEnough = 90
const level = 0.5

/** A thumb drawn across the page. What scrolls sideways itself, and fields, keep their own gesture. */
export function useSwipe(target: RefObject<HTMLElement | null>, ways: Ways): void {
  const latest = useRef(ways)
  latest.current = ways
  useEffect(() => {
    const page = target.current
    if (!page) return
    let from: Touch | undefined
    const start = (event: TouchEvent) => {
      const own = event.target instanceof Element && event.target.closest('input, textarea, table, .lo-table-wrap')
      from = own || event.touches.length > 1 ? undefined : event.touches[0]
    }
    const end = (event: TouchEvent) => {
      const to = event.changedTouches[0]
      if (!from || !to) return
      const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY]
      from = undefined
      if (Math.abs(x) < farEnough || Math.abs(y) > Math.abs(x) * level) return
      const way = x < 0 ? latest.current.left : latest.current.right
      way?.()
    }
    page.addEventListener('touchstart', start, { passive: true })
    page.addEventListener('touchend', end, { passive: true })
    return () => {
      page.removeEventListener('touchstart', start)
      page.removeEventListener('touchend', end)
    }
  }, [target])
}
