/** The product's mark: a cloud drawn with one line. */
export function Mark() {
  return (
    <svg className="bd-mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 25h19.2a6 6 0 0 0 .9-11.93A8.6 8.6 0 0 0 6.7 12.2 6.5 6.5 0 0 0 8.6 19.9c2.2.7 4.3-.3 5.1-2.3" />
    </svg>
  );
}
