import { useEffect, useState } from 'react'

/** True after `ms`: under 300 ms nothing is shown, so that fast answers do not flicker. */
export function useLateStart(ms = 300): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}
