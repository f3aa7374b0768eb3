import { useEffect, useState } from 'react'

/** A text some time after its last letter, so that not every letter asks the server. */
export function useSettled(text: string, ms = 400): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return settled
}
