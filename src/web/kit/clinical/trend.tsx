import { lazy, Suspense } from 'react'
import { Loading } from '../states/states.tsx'
import type { TrendProps } from './trend-view.tsx'

const View = lazy(() => import('./trend-view.tsx'))

/** Plots on one axis of time; the plotting code comes with the first of them. */
export function Trend(props: TrendProps) {
  return (
    <Suspense fallback={<Loading rows={props.rows.length} />}>
      <View {...props} />
    </Suspense>
  )
}
