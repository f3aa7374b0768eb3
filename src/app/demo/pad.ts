/** Digits with zeros before. */
export const pad = (value: number, width: number): string => String(value).padStart(width, '0')
