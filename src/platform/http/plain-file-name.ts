/**
 * A file name for `Content-Disposition` that needs no quoting, whatever the text it is made of holds: ASCII letters, digits
 * and dashes (RFC 6266 §4.3).
 */
export function plainFileName(text: string, ending: string): string {
  return `${text.replace(/[^A-Za-z0-9-]+/g, '-')}.${ending}`
}
