import { useEffect, useRef, useState } from 'react'
import { language, t } from '../text/translate.ts'

/** What of the browser's speech recognition is used; TypeScript's library does not name it. */
interface Recognition {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: ((event: RecognitionEvent) => void) | null
  onerror: ((event: { readonly error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
}
interface RecognitionEvent {
  readonly resultIndex: number
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }>
}
type RecognitionClass = new () => Recognition

function recognitionClass(): RecognitionClass | undefined {
  const known = globalThis as unknown as Readonly<Record<string, RecognitionClass | undefined>>
  return known['SpeechRecognition'] ?? known['webkitSpeechRecognition']
}

export interface Dictation {
  readonly listening: boolean
  /** What is heard now, or why nothing is. */
  readonly said: string | undefined
  /** Starts or ends it; undefined where the browser takes no speech. */
  readonly toggle: (() => void) | undefined
}

function heard(event: RecognitionEvent): { final: string; open: string } {
  const found = { final: '', open: '' }
  for (const result of Array.from(event.results).slice(event.resultIndex)) {
    const text = result[0]?.transcript.trim() ?? ''
    found[result.isFinal ? 'final' : 'open'] += ` ${text}`
  }
  return { final: found.final.trim(), open: found.open.trim() }
}

/** Speech in Vietnamese, as far as the browser knows it; each finished sentence is handed over. */
export function useDictation(onSentence: (text: string) => void): Dictation {
  const make = recognitionClass()
  const [listening, setListening] = useState(false)
  const [said, setSaid] = useState<string>()
  const running = useRef<Recognition>(undefined)
  const latest = useRef(onSentence)
  latest.current = onSentence
  useEffect(() => () => running.current?.stop(), [])

  function start(Recognizer: RecognitionClass): void {
    const recognition = new Recognizer()
    recognition.lang = language() === 'en' ? 'en-US' : 'vi-VN'
    recognition.continuous = true
    recognition.interimResults = true
    recognition.onresult = (event) => {
      const { final, open } = heard(event)
      if (final) latest.current(final)
      setSaid(open || t('fill.speech.listening'))
    }
    recognition.onerror = ({ error }) =>
      setSaid(t(error === 'not-allowed' ? 'fill.speech.refused' : 'fill.speech.failed'))
    recognition.onend = () => {
      running.current = undefined
      setListening(false)
    }
    running.current = recognition
    setListening(true)
    setSaid(t('fill.speech.listening'))
    recognition.start()
  }

  const toggle = () => {
    if (running.current) {
      running.current.stop()
      setSaid(undefined)
    } else if (make) start(make)
  }
  return { listening, said, toggle: make && toggle }
}
