import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, Icon, t } from '#web/kit/index.ts'

/** Over every screen of an installation for training, from the login on: no patient here is real. */
export function TrainingBanner() {
  const facility = useQuery({
    queryKey: ['facility'],
    queryFn: () => api.get<{ name: string; training?: boolean }>('/api/facility').catch(() => ({ name: '' })),
  })
  const on = facility.data !== undefined && 'training' in facility.data && facility.data.training === true
  useEffect(() => {
    document.documentElement.toggleAttribute('data-training', on)
  }, [on])
  if (!on) return null
  return (
    <div className="lo-training" role="note">
      <Icon name="warning" size={16} />
      <b>{t('shell.training.title')}</b>
      <span>{t('shell.training.text')}</span>
    </div>
  )
}
