import { lazy, Suspense } from 'react'
import { Loading } from '../states/states.tsx'

interface CameraScannerProps {
  readonly onText: (text: string) => void
  readonly onClose: () => void
}

const View = lazy(() => import('./camera-view.tsx'))

/** Reads QR and bar codes with the camera; the reader comes when it is opened. */
export function CameraScanner(props: CameraScannerProps) {
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <View {...props} />
    </Suspense>
  )
}
