import { useEffect, useRef, useState } from 'react'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import readerUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { Button } from '../fields/button.tsx'
import { t } from '../text/translate.ts'

interface CameraViewProps {
  readonly onText: (text: string) => void
  readonly onClose: () => void
}

// The reader is served by the hospital's own server; nothing is fetched from elsewhere.
prepareZXingModule({ overrides: { locateFile: () => readerUrl } })

/** What wristbands and tubes carry, and what makers print on packs: EAN and GS1 DataMatrix. */
const formats = ['QRCode', 'Code128', 'Code39', 'DataMatrix', 'PDF417', 'EAN13', 'EAN8', 'UPCA'] as const

async function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<string | undefined> {
  const { videoWidth: width, videoHeight: height } = video
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen || width === 0) return undefined
  canvas.width = width
  canvas.height = height
  pen.drawImage(video, 0, 0)
  const found = await readBarcodes(pen.getImageData(0, 0, width, height), {
    formats: [...formats],
    tryHarder: true,
    maxNumberOfSymbols: 1,
  })
  return found.find((one) => one.isValid)?.text
}

/** Looks at a picture five times a second until a code is read. */
async function watch(
  video: HTMLVideoElement,
  stopped: () => boolean,
  onText: (text: string) => void,
): Promise<void> {
  const canvas = document.createElement('canvas')
  while (!stopped()) {
    const text = await readFrame(video, canvas)
    if (text && !stopped()) return onText(text)
    await new Promise((settle) => setTimeout(settle, 180))
  }
}

export default function CameraView({ onText, onClose }: CameraViewProps) {
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(onText)
  latest.current = onText
  const [fault, setFault] = useState(false)
  useEffect(() => {
    let stopped = false
    let stream: MediaStream | undefined
    async function start(): Promise<void> {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      })
      if (!video.current || stopped) return
      video.current.srcObject = stream
      await video.current.play()
      await watch(video.current, () => stopped, latest.current)
    }
    start().catch(() => setFault(true))
    return () => {
      stopped = true
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
  }, [])
  return (
    <div className="lo-stack" style={{ gap: 10 }}>
      {fault ? (
        <p role="alert">{t('kit.camera.none')}</p>
      ) : (
        <div className="lo-camera">
          <video ref={video} muted playsInline aria-label={t('kit.camera.label')} />
        </div>
      )}
      <p className="lo-dense lo-ink2">{t('kit.camera.hint')}</p>
      <div className="lo-dialog-actions">
        <Button onClick={onClose}>{t('kit.camera.close')}</Button>
      </div>
    </div>
  )
}
