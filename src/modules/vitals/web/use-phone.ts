import { useEffect, useState } from 'react'

const narrow = '(max-width: 767px)'

/** Whether the window is as narrow as a phone or an upright small tablet. */
export function usePhone(): boolean {
  const [phone, setPhone] = useState(() => matchMedia(narrow).matches)
  useEffect(() => {
    const query = matchMedia(narrow)
    const tell = () => setPhone(query.matches)
    query.addEventListener('change', tell)
    return () => query.removeEventListener('change', tell)
  }, [])
  return phone
}
