/** The sign of the system, as in mark.svg, in the colours of the theme. */
export function Mark() {
  return <span className="lo-logo" aria-hidden="true" data-drawn="LÔ" />
}
