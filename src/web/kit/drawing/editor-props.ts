/** Whose drawing it is: age and sex choose tables and pictures. */
export interface DrawingSubject {
  readonly birthDate?: string
  readonly sex?: 'male' | 'female' | 'other' | 'unknown'
  /** Day of the examination; today when absent. */
  readonly on?: string
}

export interface DrawingEditorProps {
  readonly kind: string
  /** JSON of the drawing as stored; absent or empty is an empty drawing. */
  readonly value: string | undefined
  readonly onChange: (value: string) => void
  readonly label: string
  readonly readOnly?: boolean
  readonly subject?: DrawingSubject
}
