/** The sign of the house: two menus, and the lines between them. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="currentColor" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <path d="M6 9h6M6 16h6M6 23h6M20 9h6M20 16h6M20 23h6" />
        <path d="M12 9c4 0 4 7 8 7M12 23c4 0 4-14 8-14" strokeWidth="1.6" opacity=".85" />
      </g>
    </svg>
  );
}
