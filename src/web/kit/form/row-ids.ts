let made = 0

/** An id for a new row, unlike any that another screen makes; it stays when rows before it come or go. */
export function newRowId(): string {
  made += 1
  return `r${Date.now().toString(36)}${made.toString(36)}${Math.floor(Math.random() * 46_656).toString(36)}`
}
